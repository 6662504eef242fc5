/// The figures of the fleet's classes. Hot functions: EMEP/EEA air pollutant emission inventory guidebook 2019, chapter 1.A.3.b.i-iv,
/// appendix 4 (slope 0 %, heavy vehicles at half load); shares of NO2 in NOx: same chapter. Reuse with the source acknowledged
/// (European Environment Agency, CC BY 4.0).

#include "simulation/emissions/emission_factors.h"

namespace isopolis {

namespace {

using C = FleetClass;
using K = FactorKind;
using S = DrivingSituation;
using V = VehicleCategory;

constexpr int kElectricStandard = 99;  // above any zone's rule

constexpr std::array<VehicleClass, kFleetClassCount> kClasses{{
    {C::PetrolEuro3, ISO_TR("vehicle", "Petrol car Euro 3 and older"), V::Car, Fuel::Petrol, 3, 2, 0.03, &kPetrolEuro3},
    {C::PetrolEuro4, ISO_TR("vehicle", "Petrol car Euro 4"), V::Car, Fuel::Petrol, 4, 2, 0.03, &kPetrolEuro4},
    {C::PetrolEuro5, ISO_TR("vehicle", "Petrol car Euro 5"), V::Car, Fuel::Petrol, 5, 2, 0.03, &kPetrolEuro5},
    {C::PetrolEuro6abc, ISO_TR("vehicle", "Petrol car Euro 6a to 6c"), V::Car, Fuel::Petrol, 6, 2, 0.03, &kPetrolEuro6abc},
    {C::PetrolEuro6d, ISO_TR("vehicle", "Petrol car Euro 6d"), V::Car, Fuel::Petrol, 6, 2, 0.03, &kPetrolEuro6d},
    {C::DieselEuro3, ISO_TR("vehicle", "Diesel car Euro 3 and older"), V::Car, Fuel::Diesel, 3, 2, 0.27, &kDieselEuro3},
    {C::DieselEuro4, ISO_TR("vehicle", "Diesel car Euro 4"), V::Car, Fuel::Diesel, 4, 2, 0.46, &kDieselEuro4},
    {C::DieselEuro5, ISO_TR("vehicle", "Diesel car Euro 5"), V::Car, Fuel::Diesel, 5, 2, 0.33, &kDieselEuro5},
    {C::DieselEuro6abc, ISO_TR("vehicle", "Diesel car Euro 6a to 6c"), V::Car, Fuel::Diesel, 6, 2, 0.3, &kDieselEuro6abc},
    {C::DieselEuro6d, ISO_TR("vehicle", "Diesel car Euro 6d"), V::Car, Fuel::Diesel, 6, 2, 0.3, &kDieselEuro6d},
    {C::Hybrid, ISO_TR("vehicle", "Petrol hybrid car"), V::Car, Fuel::Hybrid, 6, 2, 0.03, nullptr},
    {C::Electric, ISO_TR("vehicle", "Battery electric car"), V::Car, Fuel::Electric, kElectricStandard, 2, 0, nullptr},
    {C::VanEuro3, ISO_TR("vehicle", "Diesel van Euro 3 and older"), V::Van, Fuel::Diesel, 3, 2, 0.27, &kVanEuro3},
    {C::VanEuro4, ISO_TR("vehicle", "Diesel van Euro 4"), V::Van, Fuel::Diesel, 4, 2, 0.46, &kVanEuro4},
    {C::VanEuro5, ISO_TR("vehicle", "Diesel van Euro 5"), V::Van, Fuel::Diesel, 5, 2, 0.33, &kVanEuro5},
    {C::VanEuro6abc, ISO_TR("vehicle", "Diesel van Euro 6a to 6c"), V::Van, Fuel::Diesel, 6, 2, 0.3, &kVanEuro6abc},
    {C::VanEuro6d, ISO_TR("vehicle", "Diesel van Euro 6d"), V::Van, Fuel::Diesel, 6, 2, 0.3, &kVanEuro6d},
    {C::RigidEuro4, ISO_TR("vehicle", "Rigid lorry Euro IV and older"), V::Rigid, Fuel::Diesel, 4, 2, 0.1, &kRigidEuro4},
    {C::RigidEuro5, ISO_TR("vehicle", "Rigid lorry Euro V"), V::Rigid, Fuel::Diesel, 5, 2, 0.12, &kRigidEuro5},
    {C::RigidEuro6, ISO_TR("vehicle", "Rigid lorry Euro VI"), V::Rigid, Fuel::Diesel, 6, 2, 0.08, &kRigidEuro6},
    {C::ArticulatedEuro5, ISO_TR("vehicle", "Articulated lorry Euro V"), V::Articulated, Fuel::Diesel, 5, 5, 0.12, &kArticulatedEuro5},
    {C::ArticulatedEuro6, ISO_TR("vehicle", "Articulated lorry Euro VI"), V::Articulated, Fuel::Diesel, 6, 5, 0.08, &kArticulatedEuro6},
    {C::BusEuro4, ISO_TR("vehicle", "Urban bus Euro IV and older"), V::Bus, Fuel::Diesel, 4, 2, 0.1, &kBusEuro4},
    {C::BusEuro5, ISO_TR("vehicle", "Urban bus Euro V"), V::Bus, Fuel::Diesel, 5, 2, 0.12, &kBusEuro5},
    {C::BusEuro6, ISO_TR("vehicle", "Urban bus Euro VI"), V::Bus, Fuel::Diesel, 6, 2, 0.08, &kBusEuro6},
}};

// clang-format off
// class, kind, situation, lowest and highest speed, alpha, beta, gamma, delta, epsilon, zeta, eta, reduction, check speed, check value
constexpr HotFunction kFunctions[] = {
    // PC, petrol, Medium, 3, PFI
    {C::PetrolEuro3, K::NOx, S::Urban, 5, 130, 1.83250133e-05, -0.00418135832, 0.260842825, 6.56212693e-12, 0.000111409346, -0.0342366251, 2.80628075, 0, 15, 0.0872576},
    {C::PetrolEuro3, K::ExhaustPm, S::Urban, 10, 130, 0, 0, 0.00128, 0, 0, 0, 1, 0, 15, 0.00128},
    {C::PetrolEuro3, K::ExhaustPm, S::Highway, 10, 130, 0, 0, 0.00119, 0, 0, 0, 1, 0, 15, 0.00119},
    {C::PetrolEuro3, K::Energy, S::Urban, 5, 130, 0.000124778166, 0.00327781155, 2.80654872, 3.19976313e-09, -0.000124358978, 0.0283573917, 0.295389497, 0, 15, 4.1627},
    // PC, petrol, Medium, 4, PFI
    {C::PetrolEuro4, K::NOx, S::Urban, 5, 130, 3.85566953e-05, -0.00858022234, 0.577346262, 1.30653079e-12, 2.70176387e-17, -1.30766902e-13, 5.43052047, 0, 15, 0.0842126},
    {C::PetrolEuro4, K::ExhaustPm, S::Urban, 10, 130, 0, 0, 0.00128, 0, 0, 0, 1, 0, 15, 0.00128},
    {C::PetrolEuro4, K::ExhaustPm, S::Highway, 10, 130, 0, 0, 0.00119, 0, 0, 0, 1, 0, 15, 0.00119},
    {C::PetrolEuro4, K::Energy, S::Urban, 5, 130, 0.000131723007, 0.0054859593, 2.61919505, 1.72774612e-09, -8.50415013e-05, 0.0235843841, 0.344297578, 0, 15, 4.02269},
    // PC, petrol, Medium, 5, PFI
    {C::PetrolEuro5, K::NOx, S::Urban, 5, 130, -0.000314540672, 0.103056777, 0.239056576, -0.339279149, 0.0345358284, 1.98601275, 1.26376326, 0, 15, 0.0435683},
    {C::PetrolEuro5, K::ExhaustPm, S::Urban, 10, 130, 5.72739714e-07, -0.00012589461, 0.00690719462, 0.0642294112, 0.000329757028, -0.0877664087, 6.01192129, 0, 15, 0.00197701},
    {C::PetrolEuro5, K::Energy, S::Urban, 5, 130, 0.000131723007, 0.0054859593, 2.61919505, 1.72774612e-09, -8.50415013e-05, 0.0235843841, 0.344297578, 0, 15, 4.02269},
    // PC, petrol, Medium, 6abc, PFI
    {C::PetrolEuro6abc, K::NOx, S::Urban, 5, 130, -0.000314540672, 0.103056777, 0.239056576, -0.339279149, 0.0345358284, 1.98601275, 1.26376326, 0, 15, 0.0435683},
    {C::PetrolEuro6abc, K::ExhaustPm, S::Urban, 10, 130, 7.35731567e-07, -0.000158132196, 0.00928470506, 0.0410864299, 0.000268767986, -0.0779250139, 6.02105323, 0, 15, 0.00199838},
    {C::PetrolEuro6abc, K::Energy, S::Urban, 5, 130, 0.000131723007, 0.0054859593, 2.61919505, 1.72774612e-09, -8.50415013e-05, 0.0235843841, 0.344297578, 0, 15, 4.02269},
    // PC, petrol, Medium, 6d, PFI
    {C::PetrolEuro6d, K::NOx, S::Urban, 5, 130, -0.000314540672, 0.103056777, 0.239056576, -0.339279149, 0.0345358284, 1.98601275, 1.26376326, 0, 15, 0.0435683},
    {C::PetrolEuro6d, K::ExhaustPm, S::Urban, 10, 130, 5.59633837e-07, -0.000116929002, 0.00745951062, 0.00740174934, 9.33277299e-05, -0.0348876754, 3.5051065, 0.5, 15, 0.00105318},
    {C::PetrolEuro6d, K::Energy, S::Urban, 5, 130, 0.000131723007, 0.0054859593, 2.61919505, 1.72774612e-09, -8.50415013e-05, 0.0235843841, 0.344297578, 0, 15, 4.02269},
    // PC, diesel, Medium, 3, DPF
    {C::DieselEuro3, K::NOx, S::Urban, 10, 120, -0.000769688209, 0.111214128, 4.68197513, 1.15174736e-09, -0.00237722276, 0.329466291, 1.66239354, 0, 15, 1.01771},
    {C::DieselEuro3, K::ExhaustPm, S::Urban, 10, 130, 5.03410662e-05, -0.00545568205, 0.319281393, -1.29996428e-13, -3.07318391e-16, 2.97082993e-14, 6.19963869, 0, 15, 0.040127},
    {C::DieselEuro3, K::Energy, S::Urban, 10, 130, -0.00129911063, 0.221624989, 16.4359146, 5.66298858e-09, -0.00184467928, 0.292347276, 2.37716403, 0, 15, 3.06712},
    // PC, diesel, Medium, 4, DPF
    {C::DieselEuro4, K::NOx, S::Urban, 10, 130, 0.000562369462, -0.0763973608, 4.1988232, 6.24823695e-10, 4.61273239e-15, -2.02803831e-12, 3.78955163, 0, 15, 0.83899},
    {C::DieselEuro4, K::ExhaustPm, S::Urban, 10, 130, 1.1723072e-05, -0.00181572867, 0.151591448, 2.44304555e-14, -4.45455986e-18, -3.27964848e-15, 3.36869884, 0, 15, 0.037698},
    {C::DieselEuro4, K::Energy, S::Urban, 10, 130, -0.00129911063, 0.221624989, 16.4359146, 5.66298858e-09, -0.00184467928, 0.292347276, 2.37716403, 0, 15, 3.06712},
    // PC, diesel, Medium, 5, DPF
    {C::DieselEuro5, K::NOx, S::Urban, 10, 130, 6.67136e-05, -0.011381467, 0.945951727, 1.92360815, -5.15046e-05, 0.004264272, 1, 0, 15, 0.872769},
    {C::DieselEuro5, K::ExhaustPm, S::Urban, 10, 130, -2.68932658e-07, 7.56612173e-05, 0.0238840639, 0.0826593948, -0.000607958955, 0.211453856, 4.45558199, 0, 15, 0.00406765},
    {C::DieselEuro5, K::Energy, S::Urban, 10, 130, -0.00129911063, 0.221624989, 16.4359146, 5.66298858e-09, -0.00184467928, 0.292347276, 2.37716403, 0, 15, 3.06712},
    // PC, diesel, Medium, 6abc, DPF
    {C::DieselEuro6abc, K::NOx, S::Urban, 10, 130, 6.67136e-05, -0.011381467, 0.945951727, 1.92360815, -5.15046e-05, 0.004264272, 1, 0.17630645, 15, 0.718894},
    {C::DieselEuro6abc, K::ExhaustPm, S::Urban, 10, 130, 0.000467299306, 0.0664094976, -0.325010593, 0.960762635, 1.13723866, 0.546179555, 0.289633152, 0, 15, 0.0031787},
    {C::DieselEuro6abc, K::Energy, S::Urban, 10, 130, -0.00129911063, 0.221624989, 16.4359146, 5.66298858e-09, -0.00184467928, 0.292347276, 2.37716403, 0, 15, 3.06712},
    // PC, diesel, Medium, 6d, DPF
    {C::DieselEuro6d, K::NOx, S::Urban, 10, 130, 6.67136e-05, -0.011381467, 0.945951727, 1.92360815, -5.15046e-05, 0.004264272, 1, 0.92, 15, 0.0698215},
    {C::DieselEuro6d, K::ExhaustPm, S::Urban, 10, 130, 0.000467299306, 0.0664094976, -0.325010593, 0.960762635, 1.13723866, 0.546179555, 0.289633152, 0, 15, 0.0031787},
    {C::DieselEuro6d, K::Energy, S::Urban, 10, 130, -0.00129911063, 0.221624989, 16.4359146, 5.66298858e-09, -0.00184467928, 0.292347276, 2.37716403, 0, 15, 3.06712},
    // PC, petrol_hybrid, Medium, 6abc, PFI
    {C::Hybrid, K::NOx, S::Urban, 20, 130, -6.23693046e-05, 0.010848278, -0.16587581, -3.98241869e-11, 1.00020137e-14, -2.04657606e-12, 16.587581, 0, 20, 0.001576},
    {C::Hybrid, K::ExhaustPm, S::Urban, 10, 130, 7.35731567e-07, -0.000158132196, 0.00928470506, 0.0410864299, 0.000268767986, -0.0779250139, 6.02105323, 0, 15, 0.00199838},
    {C::Hybrid, K::Energy, S::Urban, 20, 130, 0.0740440904, -7.3053534, 941.028573, -1.13596876e-10, -1.60577246e-15, 2.8999464e-13, 565.721886, 0, 20, 1.4575},
    // LCV, diesel, N1-III, 3, DPF
    {C::VanEuro3, K::NOx, S::Urban, 10, 110, 0.000266541163, -0.0351812216, 2.23927757, 3.9965256e-13, -4.16075785e-17, -5.32942067e-16, 1.31664278, 0, 15, 1.34549},
    {C::VanEuro3, K::ExhaustPm, S::Urban, 10, 110, 9.95550944e-05, -0.0108072586, 0.427423205, 5.89607434e-13, -2.68631861e-16, 2.12779582e-15, 3.30199318, 0, 15, 0.0871335},
    {C::VanEuro3, K::Energy, S::Urban, 10, 110, 0.00265139321, -0.335575323, 18.4017402, -2.19524707e-11, -6.94373668e-16, 4.19370136e-14, 3.13640352, 0, 15, 4.45245},
    // LCV, diesel, N1-III, 4, DPF
    {C::VanEuro4, K::NOx, S::Urban, 10, 110, 0.000222583309, -0.0293791496, 1.86997687, 5.42750047e-13, -7.96565843e-17, -6.20511095e-16, 1.35820911, 0, 15, 1.08921},
    {C::VanEuro4, K::ExhaustPm, S::Urban, 10, 110, 8.75148633e-05, -0.0095002246, 0.37573048, -1.11102042e-13, -1.29377675e-15, 7.84272551e-14, 5.55649926, 0, 15, 0.0455175},
    {C::VanEuro4, K::Energy, S::Urban, 10, 110, 0.00265139321, -0.335575323, 18.4017402, -2.19524707e-11, -6.94373668e-16, 4.19370136e-14, 3.13640352, 0, 15, 4.45245},
    // LCV, diesel, N1-III, 5, DPF
    {C::VanEuro5, K::NOx, S::Urban, 5, 140, 1.53887e-05, -0.0030705311, 0.183141472, 1.22680252, 5.71538e-05, -0.0144616914, 1, -4.06786294, 15, 1.41563},
    {C::VanEuro5, K::ExhaustPm, S::Urban, 5, 100, 0.000909121176, 0.0383533822, -0.0147549741, 0.0536943841, 1.53581101, 0.552018791, 0.339110292, 0, 15, 0.00217032},
    {C::VanEuro5, K::Energy, S::Urban, 5, 130, 1.2262498e-05, 0.0606753137, 4.19076115, 2.91223338, -0.000307625295, 0.0612139999, 0.365924626, 0, 15, 4.36062},
    // LCV, diesel, N1-III, 6abc, DPF
    {C::VanEuro6abc, K::NOx, S::Urban, 5, 140, 1.53887e-05, -0.0030705311, 0.183141472, 1.22680252, 5.71538e-05, -0.0144616914, 1, -3.09436965, 15, 1.1437},
    {C::VanEuro6abc, K::ExhaustPm, S::Urban, 5, 100, 0.000909121176, 0.0383533822, -0.0147549741, 0.0536943841, 1.53581101, 0.552018791, 0.339110292, 0, 15, 0.00217032},
    {C::VanEuro6abc, K::Energy, S::Urban, 5, 130, 1.2262498e-05, 0.0606753137, 4.19076115, 2.91223338, -0.000307625295, 0.0612139999, 0.365924626, 0, 15, 4.36062},
    // LCV, diesel, N1-III, 6d, DPF
    {C::VanEuro6d, K::NOx, S::Urban, 5, 140, 8.156e-06, -0.0016273812, 0.0970649766, 0.650205352, 5.71538e-05, -0.0144616896, 1, 0.282175246, 15, 0.106272},
    {C::VanEuro6d, K::ExhaustPm, S::Urban, 5, 100, 0.000909121176, 0.0383533822, -0.0147549741, 0.0536943841, 1.53581101, 0.552018791, 0.339110292, 0, 15, 0.00217032},
    {C::VanEuro6d, K::Energy, S::Urban, 5, 130, 1.2262498e-05, 0.0606753137, 4.19076115, 2.91223338, -0.000307625295, 0.0612139999, 0.365924626, 0, 15, 4.36062},
    // TRUCKS, diesel, Rigid 14 - 20 t, 4, SCR
    {C::RigidEuro4, K::NOx, S::Urban, 12, 86, 0.00454258636, 0.219170782, 3.48644464, -9.13776372, 0.00177970374, 0.055878993, -0.100292168, 0, 15, 6.31357},
    {C::RigidEuro4, K::ExhaustPm, S::Urban, 12, 86, 7.53533799e-16, 1.47959345e-14, 0.679971005, 1.9042085e-11, -0.00406146582, 0.64047415, 4.15597179, 0, 15, 0.0529191},
    {C::RigidEuro4, K::Energy, S::Urban, 12, 86, 1.9655188e-05, 0.0160405867, 1.29933637, 5.59824224, -1.79849799e-05, 0.00570365969, 0.0605713475, 0, 15, 13.4965},
    // TRUCKS, diesel, Rigid 14 - 20 t, 5, SCR
    {C::RigidEuro5, K::NOx, S::Urban, 5, 85, -0.000951093245, 0.0541223962, 4.61819691, 7.77365525, 1.50288282e-05, 0.0238930032, 0.145234976, 0, 15, 11.31},
    {C::RigidEuro5, K::ExhaustPm, S::Urban, 10, 85, 0.0162225045, 0.766277927, -0.543232008, 0.233017314, 0.893325578, 0.545706372, 0.614681878, 0, 15, 0.0696694},
    {C::RigidEuro5, K::Energy, S::Urban, 5, 85, 0.0154703183, 0.243176732, -0.0476356538, 7.68968152, 0.00311645532, -0.0192468848, 0.133206487, 0, 15, 13.915},
    // TRUCKS, diesel, Rigid 14 - 20 t, 6de, DPF+SCR
    {C::RigidEuro6, K::NOx, S::Urban, 5, 85, -0.000701725847, 0.121854999, -0.676372877, 1.95642499, 0.00616854877, -0.0387863295, 0.0824588978, 0, 15, 1.26492},
    {C::RigidEuro6, K::ExhaustPm, S::Urban, 10, 85, 0.00163487623, 0.173004311, 0.00254400622, 0.104372433, 1.50940726, 0.462030076, 0.360921511, 0, 15, 0.00856831},
    {C::RigidEuro6, K::Energy, S::Urban, 5, 85, 0.0276506449, 0.373881141, 3.86796145, 8.32503216, 0.00523412767, -0.0195317349, 0.282224856, 0, 15, 13.9277},
    // TRUCKS, diesel, Articulated 34 - 40 t, 5, SCR
    {C::ArticulatedEuro5, K::NOx, S::Urban, 5, 85, -0.00683675185, 0.916410772, -1.08935613, 1.87867319, 0.0029040398, 0.00775201996, 1.09916267e-13, 0, 15, 14.6082},
    {C::ArticulatedEuro5, K::ExhaustPm, S::Urban, 10, 85, 0.0048189224, 0.348296166, -1.31714401, 1.61913872, 0.239748033, -0.621906908, 0.981289627, 0, 15, 0.111841},
    {C::ArticulatedEuro5, K::Energy, S::Urban, 5, 85, 0.0306636735, 1.29932662, -4.61761526, 7.99579475, 0.00511339128, -0.0132967338, 0.0429422524, 0, 15, 22.4392},
    // TRUCKS, diesel, Articulated 34 - 40 t, 6de, DPF+SCR
    {C::ArticulatedEuro6, K::NOx, S::Urban, 5, 85, -0.00116827792, 0.191544903, -1.73085227, 6.242614, 0.00903601709, -0.0616980281, 0.147016536, 0, 15, 1.03266},
    {C::ArticulatedEuro6, K::ExhaustPm, S::Urban, 10, 85, 0.00209317286, 0.195948098, 0.0375742166, 0.634415789, 1.30210367, 0.46192173, 0.304557792, 0, 15, 0.0116255},
    {C::ArticulatedEuro6, K::Energy, S::Urban, 5, 85, 0.0366477082, 1.47602404, -5.16916696, 9.40758549, 0.00589885918, -0.0160619049, 0.0582692906, 0, 15, 22.5795},
    // BUS, diesel, Urban Buses Standard 15 - 18 t, 4, SCR
    {C::BusEuro4, K::NOx, S::Urban, 11, 86, 5.62810387e-05, 0.0392863058, 1.96671452, 9.8865796, 7.77974796e-05, 0.012505766, 0.20147566, 0, 15, 7.93911},
    {C::BusEuro4, K::ExhaustPm, S::Urban, 11, 86, 1.20775821e-15, 1.65813412e-14, 0.895448931, 2.37628806e-11, -0.00297923001, 0.573992238, 5.95453981, 0, 15, 0.0644482},
    {C::BusEuro4, K::Energy, S::Urban, 11, 86, 0.00236239273, -0.0144788518, -0.427170645, 7.1549631, 0.000327568251, -0.0077793258, 0.0660570814, 0, 15, 15.7859},
    // BUS, diesel, Urban Buses Standard 15 - 18 t, 5, SCR
    {C::BusEuro5, K::NOx, S::Urban, 5, 85, 0.000353348102, -0.0561829023, 2.65091227, 7.87360469, -6.23807914e-05, 0.00659299597, 0.130945538, 0, 15, 11.1795},
    {C::BusEuro5, K::ExhaustPm, S::Urban, 10, 85, 0.00596889983, 0.325457602, -0.963548707, 1.23749171, 0.335407084, -0.640487161, 1.47109199, 0, 15, 0.0793671},
    {C::BusEuro5, K::Energy, S::Urban, 5, 85, -0.000234263438, -0.0101023115, 3.44647787, 4.53931684, -8.27687128e-05, 0.00655835407, 0.151315345, 0, 15, 15.3412},
    // BUS, diesel, Urban Buses Standard 15 - 18 t, 6de, DPF+SCR
    {C::BusEuro6, K::NOx, S::Urban, 5, 85, -0.00057823036, 0.0852369783, -1.22508587, 5.92250856, 0.00411530569, -0.0406902143, 0.154767303, 0, 15, 0.676508},
    {C::BusEuro6, K::ExhaustPm, S::Urban, 10, 85, 7.71995489e-06, -0.000391047639, -0.00656661943, 0.573223655, 0.00327420444, -0.270774685, 6.74939228, 0, 15, 0.00803616},
    {C::BusEuro6, K::Energy, S::Urban, 5, 85, -0.000313881924, -0.0145484315, 5.3392772, 4.3298874, -0.000119639044, 0.0102176506, 0.211097948, 0, 15, 15.8221},
};
// clang-format on

}  // namespace

std::span<const VehicleClass, kFleetClassCount> vehicleClasses() { return kClasses; }

const VehicleClass& vehicleClass(FleetClass id) { return kClasses[static_cast<std::size_t>(id)]; }

std::span<const HotFunction> hotFunctions() { return kFunctions; }

}  // namespace isopolis
