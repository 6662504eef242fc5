<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>isopolis::CityViewport</name>
    <message numerus="yes">
        <source>%1, %n neighbourhood(s).</source>
        <translation>
            <numerusform>%1, %n neighbourhood.</numerusform>
            <numerusform>%1, %n neighbourhoods.</numerusform>
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
</TS>
