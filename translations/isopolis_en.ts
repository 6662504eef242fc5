<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>dialogs</name>
    <message numerus="yes">
        <source>%n stop(s). A bus takes the shortest way that buses may drive; other vehicles run straight from stop to stop.</source>
        <translation>
            <numerusform>%n stop. A bus takes the shortest way that buses may drive; other vehicles run straight from stop to stop.</numerusform>
            <numerusform>%n stops. A bus takes the shortest way that buses may drive; other vehicles run straight from stop to stop.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>isopolis::AttributionAsk</name>
    <message numerus="yes">
        <source>What does each measure bring? (up to %n more calculation(s))</source>
        <translation>
            <numerusform>What does each measure bring? (up to %n more calculation)</numerusform>
            <numerusform>What does each measure bring? (up to %n more calculations)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>isopolis::CityViewport</name>
    <message numerus="yes">
        <source>%1, %n neighbourhood(s).</source>
        <translation>
            <numerusform>%1, %n neighbourhood.</numerusform>
            <numerusform>%1, %n neighbourhoods.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sensor(s), listed under Feeds.</source>
        <translation>
            <numerusform>%n sensor, listed under Feeds.</numerusform>
            <numerusform>%n sensors, listed under Feeds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>isopolis::DrawCheck</name>
    <message numerus="yes">
        <source>Cars could no longer reach %n street(s) without a name.</source>
        <translation>
            <numerusform>Cars could no longer reach %n street without a name.</numerusform>
            <numerusform>Cars could no longer reach %n streets without a name.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cars could no longer reach %1 and %n more street(s).</source>
        <translation>
            <numerusform>Cars could no longer reach %1 and %n more street.</numerusform>
            <numerusform>Cars could no longer reach %1 and %n more streets.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more warning(s).</source>
        <translation>
            <numerusform>%n more warning.</numerusform>
            <numerusform>%n more warnings.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>isopolis::FindDialog</name>
    <message numerus="yes">
        <source>%n found. Enter goes there.</source>
        <translation>
            <numerusform>%n found. Enter goes there.</numerusform>
            <numerusform>%n found. Enter goes there.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>isopolis::InequalityPage</name>
    <message numerus="yes">
        <source>%n neighbourhood(s) without people are left out.</source>
        <translation>
            <numerusform>%n neighbourhood without people is left out.</numerusform>
            <numerusform>%n neighbourhoods without people are left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without income are left out where income ranks.</source>
        <translation>
            <numerusform>%n without income is left out where income ranks.</numerusform>
            <numerusform>%n without income are left out where income ranks.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>isopolis::InterventionDialog</name>
    <message numerus="yes">
        <source>%1 and %n other(s)</source>
        <translation>
            <numerusform>%1 and %n other</numerusform>
            <numerusform>%1 and %n others</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>isopolis::LineTool</name>
    <message numerus="yes">
        <source>%n stop(s), %1. Click more stops, or press Enter to finish.</source>
        <translation>
            <numerusform>%n stop, %1. Click more stops, or press Enter to finish.</numerusform>
            <numerusform>%n stops, %1. Click more stops, or press Enter to finish.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>isopolis::ModelCardsDialog</name>
    <message numerus="yes">
        <source>%n card(s)</source>
        <translation>
            <numerusform>%n card</numerusform>
            <numerusform>%n cards</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>isopolis::StreetTool</name>
    <message numerus="yes">
        <source>%1 and %n more street(s)</source>
        <translation>
            <numerusform>%1 and %n more street</numerusform>
            <numerusform>%1 and %n more streets</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>isopolis::SurePage</name>
    <message numerus="yes">
        <source>%n draw(s)</source>
        <translation>
            <numerusform>%n draw</numerusform>
            <numerusform>%n draws</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>isopolis::TransitPanel</name>
    <message numerus="yes">
        <source>%n line(s) on the day of the timetable, both directions together.</source>
        <translation>
            <numerusform>%n line on the day of the timetable, both directions together.</numerusform>
            <numerusform>%n lines on the day of the timetable, both directions together.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>isopolis::WhySection</name>
    <message numerus="yes">
        <source>Why? (up to %n more calculation(s))</source>
        <translation>
            <numerusform>Why? (up to %n more calculation)</numerusform>
            <numerusform>Why? (up to %n more calculations)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>isopolis::WorstPage</name>
    <message numerus="yes">
        <source>%n neighbourhood(s) lose by %1 or more; the largest losses first.</source>
        <translation>
            <numerusform>%n neighbourhood loses by %1 or more.</numerusform>
            <numerusform>%n neighbourhoods lose by %1 or more; the largest losses first.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>text</name>
    <message numerus="yes">
        <source>%1, %n pair(s) of places</source>
        <translation>
            <numerusform>%1, %n pair of places</numerusform>
            <numerusform>%1, %n pairs of places</numerusform>
        </translation>
    </message>
</context>
</TS>
