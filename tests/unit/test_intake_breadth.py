"""Sentences of other places, winters and islands, each with every claim a careful reader finds in it and no other."""

from __future__ import annotations

from datetime import date

import pytest

from holdfast.intake import read_text

# A Thursday.
DAY = date(2021, 1, 14)

Told = tuple[str, str | None, str, float | None, str | None, str | None]

# Kind, item, polarity, low as stated, per, first day.
SENTENCES: list[tuple[str, list[Told]]] = [
    (
        "Not one lorry has got past the roadblock since Sunday.",
        [("delivery", "lorry", "negated", 1.0, None, "2021-01-10")],
    ),
    (
        "The harbour master waved two barges of lentils through on Tuesday.",
        [("delivery", "lentils", "affirmed", 2.0, None, "2021-01-12")],
    ),
    (
        "A flatbed with 14 pallets of bottled water pulled up at the north gate this morning.",
        [("delivery", "bottled water", "affirmed", 14.0, None, "2021-01-14")],
    ),
    (
        "The relief ship docked on Monday with 400 MT of maize.",
        [("delivery", "maize", "affirmed", 400.0, None, "2021-01-11")],
    ),
    (
        "Nine sledges of hay made it over the pass yesterday.",
        [("delivery", "hay", "affirmed", 9.0, None, "2021-01-13")],
    ),
    ("The airlift brought 60 cylinders of oxygen.", [("delivery", "oxygen", "affirmed", 60.0, None, None)]),
    (
        "Soldiers at the bridge would not let the ambulance pass.",
        [("delivery", "ambulance", "negated", None, None, None)],
    ),
    (
        "The coastguard sent the fishing boats back to port.",
        [("denial", "fishing boats", "affirmed", None, None, None)],
    ),
    ("Border guards held back three lorries of cement.", [("denial", "cement", "affirmed", 3.0, None, None)]),
    (
        "The prison governor refuses to hand out the blankets sent by the families.",
        [("denial", "blankets", "affirmed", None, None, None)],
    ),
    ("The militia made off with 300 litres of paraffin.", [("removal", "paraffin", "affirmed", 300.0, None, None)]),
    ("The customs office impounded the X-ray machine.", [("removal", "x-ray machine", "affirmed", None, None, None)]),
    ("We ran out of candles on Monday.", [("outage", "candles", "affirmed", None, None, "2021-01-11")]),
    ("The islanders are down to their last 40 litres of petrol.", [("stock", "petrol", "affirmed", 40.0, None, None)]),
    ("The clinic is running low on dressings.", [("outage", "dressings", "affirmed", None, None, None)]),
    ("There are no nappies left on the ward.", [("outage", "nappies", "affirmed", None, None, None)]),
    ("The X-ray machine packed up last week.", [("outage", "x-ray machine", "affirmed", None, None, "2021-01-04")]),
    (
        "The boiler of the hospital gave out on Tuesday night.",
        [("outage", "boiler", "affirmed", None, None, "2021-01-12")],
    ),
    ("The mill has stood idle since Monday.", [("outage", "mill", "affirmed", None, None, "2021-01-11")]),
    ("The desalination plant is at a standstill.", [("outage", "desalination plant", "affirmed", None, None, None)]),
    ("The radio mast is down.", [("outage", "radio mast", "affirmed", None, None, None)]),
    ("The pumping station tripped at 03:00.", [("outage", "pumping station", "affirmed", None, None, "2021-01-14")]),
    ("The oxygen concentrator is kaput.", [("outage", "oxygen concentrator", "affirmed", None, None, None)]),
    ("The phone network is back.", [("outage", "phone network", "negated", None, None, None)]),
    ("The boiler was relit this morning.", [("outage", "boiler", "negated", None, None, "2021-01-14")]),
    ("Power came back at noon.", [("outage", "power", "negated", None, None, "2021-01-14")]),
    ("Running water has returned to the east wing.", [("outage", "running water", "negated", None, None, None)]),
    (
        "The Red Crescent will send 500 blankets next week.",
        [("delivery", "blankets", "planned", 500.0, None, "2021-01-18")],
    ),
    (
        "The ministry has undertaken to repair the transformer within ten days.",
        [("commitment", "transformer", "planned", None, None, "2021-01-24")],
    ),
    ("The navy said it would let a hospital ship in.", [("delivery", "hospital ship", "planned", None, None, None)]),
    ("The doctors appeal for blood.", [("appeal", "blood", "affirmed", None, None, None)]),
    (
        "The island council asks the ministry to send a ferry.",
        [("appeal", "send a ferry", "affirmed", None, None, None)],
    ),
    (
        "Please send us nappies and milk powder.",
        [("need", "nappies", "affirmed", None, None, None), ("need", "milk powder", "affirmed", None, None, None)],
    ),
    ("We are asking for 200 sacks of coal.", [("need", "coal", "affirmed", 200.0, None, None)]),
    (
        "The ward needs four nurses and a surgeon.",
        [("need", "nurses", "affirmed", 4.0, None, None), ("need", "surgeon", "affirmed", None, None, None)],
    ),
    ("What we need most is salt.", [("need", "salt", "affirmed", None, None, None)]),
    ("The camp is short of 60 tents.", [("outage", "tents", "affirmed", 60.0, None, None)]),
    ("The coal will be gone by Saturday.", [("outage", "coal", "planned", None, None, "2021-01-16")]),
    ("At this rate the flour runs out on Tuesday.", [("outage", "flour", "planned", None, None, "2021-01-19")]),
    ("We have food for ten days at half rations.", [("stock", "food", "affirmed", 10.0, None, None)]),
    ("There is enough chlorine for three weeks.", [("stock", "chlorine", "affirmed", 3.0, None, None)]),
    ("The boiler burns 300 kg of coal a day.", [("consumption", "coal", "affirmed", 300.0, "day", None)]),
    (
        "The prison kitchen gets through 90 kg of lentils a week.",
        [("consumption", "lentils", "affirmed", 90.0, "day", None)],
    ),
    (
        "The hospital used 2,100 L of diesel last week.",
        [("consumption", "diesel", "affirmed", 2100.0, None, "2021-01-04")],
    ),
    ("The mill grinds 5 tonnes of wheat a day.", [("capacity", "wheat", "affirmed", 5.0, "day", None)]),
    ("The oxygen plant fills 30 cylinders a day.", [("capacity", "oxygen plant", "affirmed", 30.0, "day", None)]),
    ("The soup kitchen serves 1,200 meals a day.", [("capacity", "meals", "affirmed", 1200.0, "day", None)]),
    ("The reservoir is 60 % full.", [("stock", "reservoir", "affirmed", 60.0, None, None)]),
    (
        "The prison was built for 1,500 and holds 4,100.",
        [
            ("capacity", "people", "affirmed", 1500.0, None, None),
            ("population", "people", "affirmed", 4100.0, None, None),
        ],
    ),
    ("The shelter was made for 300 people.", [("capacity", "people", "affirmed", 300.0, None, None)]),
    ("The ward has 24 beds.", [("capacity", "beds", "affirmed", 24.0, None, None)]),
    ("The cistern holds 40 m3.", [("capacity", "cistern", "affirmed", 40.0, None, None)]),
    ("The cesspit is overflowing.", [("capacity", "cesspit", "affirmed", None, None, None)]),
    ("The school shelters 620 people.", [("population", "people", "affirmed", 620.0, None, None)]),
    ("About 3,400 people are trapped on the island.", [("population", "people", "affirmed", 3400.0, None, None)]),
    ("Some 900 prisoners are held in the east wing.", [("population", "people", "affirmed", 900.0, None, None)]),
    ("Eleven hundred families live in the gorge.", [("population", "families", "affirmed", 1100.0, None, None)]),
    ("The population of the valley is 6,200.", [("population", "people", "affirmed", 6200.0, None, None)]),
    ("Four prisoners died of cold last week.", [("casualty", "died", "affirmed", 4.0, None, "2021-01-04")]),
    ("Two miners were injured when the roof fell in.", [("casualty", "injured", "affirmed", 2.0, None, None)]),
    (
        "Three fishermen have been missing since Saturday.",
        [("casualty", "missing", "affirmed", 3.0, None, "2021-01-09")],
    ),
    ("The temperature in the cells fell to 2 C.", [("temperature", "temperature", "affirmed", 2.0, None, None)]),
    (
        "It was minus 18 degrees Celsius last night.",
        [("temperature", "temperature", "affirmed", -18.0, None, "2021-01-13")],
    ),
    ("46 inmates have tuberculosis.", [("health", "tuberculosis", "affirmed", 46.0, None, None)]),
    ("There were 17 cases of frostbite this week.", [("health", "frostbite", "affirmed", 17.0, None, "2021-01-11")]),
    ("No cases of typhus have been reported.", [("health", "typhus", "negated", None, None, None)]),
    ("Sphere sets 15 litres of water per person per day.", [("norm", "water", "affirmed", 15.0, "person-day", None)]),
    (
        "If the bridge opens, 40 tonnes of potatoes could come in.",
        [("delivery", "potatoes", "hypothetical", 40.0, None, None)],
    ),
    ("The hospital may lose power tonight.", [("outage", "power", "hypothetical", None, None, "2021-01-14")]),
    (
        "Doctors fear that the oxygen will run out by Saturday.",
        [("outage", "oxygen", "hypothetical", None, None, "2021-01-16")],
    ),
    ("The pump could fail any day.", [("outage", "pump", "hypothetical", None, None, None)]),
    (
        "The minister denied that soldiers had looted the pharmacy.",
        [("removal", "pharmacy", "negated", None, None, None)],
    ),
    (
        "Electricity has been out since Tuesday evening.",
        [("outage", "electricity", "affirmed", None, None, "2021-01-12")],
    ),
    ("The lights have been off for three days.", [("outage", "lights", "affirmed", None, None, None)]),
    ("There has been no gas since the weekend.", [("outage", "gas", "affirmed", None, None, None)]),
    ("The island receives 12 tonnes of flour a week.", [("delivery", "flour", "affirmed", 12.0, "day", None)]),
    ("The toilets are blocked.", [("capacity", "toilets", "affirmed", None, None, None)]),
    (
        "The next delivery of insulin is expected on Tuesday.",
        [("delivery", "insulin", "planned", None, None, "2021-01-19")],
    ),
    ("Coal was supposed to come last Friday.", [("delivery", "coal", "planned", None, None, "2021-01-08")]),
    ("None of the promised stoves have arrived.", [("delivery", "stoves", "negated", None, None, None)]),
    ("Only 200 of the 500 blankets were delivered.", [("delivery", "blankets", "affirmed", 200.0, None, None)]),
    ("Of the 12 lorries, seven got through.", [("delivery", "lorries", "affirmed", 7.0, None, None)]),
    ("The warehouse holds 90 tonnes of rice.", [("stock", "rice", "affirmed", 90.0, None, None)]),
    (
        "- Diesel: 1,200 L (two days)\n- Oxygen: 14 cylinders\n- Chlorine: none",
        [
            ("stock", "diesel", "affirmed", 1200.0, None, None),
            ("stock", "oxygen", "affirmed", 14.0, None, None),
            ("stock", "chlorine", "affirmed", 0.0, None, None),
        ],
    ),
    ("Water level in tank 2: 35 cm", [("stock", "tank 2", "affirmed", 35.0, None, None)]),
    (
        "diesel 4 drums, coal finished, water ok",
        [("stock", "diesel", "affirmed", 4.0, None, None), ("outage", "coal", "affirmed", None, None, None)],
    ),
    (
        "pump dead again. no spare bearings",
        [("outage", "pump", "affirmed", None, None, None), ("outage", "spare bearings", "affirmed", None, None, None)],
    ),
    (
        "According to the harbour office, 60 tonnes of coal were unloaded on Tuesday.",
        [("delivery", "coal", "affirmed", 60.0, None, "2021-01-12")],
    ),
    ("The prison service says the kitchen has enough gas for a week.", [("stock", "gas", "affirmed", 1.0, None, None)]),
    ("The valley needs no flour.", [("need", "flour", "negated", None, None, None)]),
    ("The boiler has been fixed since Monday.", [("outage", "boiler", "negated", None, None, "2021-01-11")]),
    ("The stove burns 12 kg of wood a day.", [("consumption", "wood", "affirmed", 12.0, "day", None)]),
    ("The town needs 40 MT of coal a week.", [("need", "coal", "affirmed", 40.0, "day", None)]),
    ("The hospital needs about 90 to 110 L of diesel a day.", [("need", "diesel", "affirmed", 90.0, "day", None)]),
    ("We need more than 200 doses of insulin.", [("need", "insulin", "affirmed", 200.0, None, None)]),
    ("Coal stocks stand at 45 tonnes.", [("stock", "coal", "affirmed", 45.0, None, None)]),
    ("Two babies died of pneumonia this week.", [("casualty", "died", "affirmed", 2.0, None, "2021-01-11")]),
    ("17 people were wounded when the ferry was shelled.", [("casualty", "wounded", "affirmed", 17.0, None, None)]),
    (
        "The clinic treated 85 children for diarrhoea last week.",
        [("health", "diarrhoea", "affirmed", 85.0, None, "2021-01-04")],
    ),
    ("It is 41 C in the cells.", [("temperature", "temperature", "affirmed", 41.0, None, None)]),
    (
        "Temperatures dropped to -22 C overnight.",
        [("temperature", "temperature", "affirmed", -22.0, None, "2021-01-13")],
    ),
    ("The army took over the north gate on Monday.", [("custody", "gate", "affirmed", None, None, "2021-01-11")]),
    ("We have not had electricity since Sunday.", [("outage", "electricity", "affirmed", None, None, "2021-01-10")]),
    ("They don't have any fuel for the boiler.", [("outage", "fuel", "affirmed", None, None, None)]),
    (
        "There wasn't a drop of water in the taps this morning.",
        [("outage", "water", "affirmed", None, None, "2021-01-14")],
    ),
    ("Not a drop of diesel is left.", [("outage", "diesel", "affirmed", None, None, None)]),
    ("Hardly any medicine is left in the pharmacy.", [("outage", "medicine", "affirmed", None, None, None)]),
    ("The prisoners have been without heating for nine days.", [("outage", "heating", "affirmed", None, None, None)]),
    (
        "The school has been without electricity since Monday.",
        [("outage", "electricity", "affirmed", None, None, "2021-01-11")],
    ),
    ("Nobody has brought bread today.", [("delivery", "bread", "negated", None, None, "2021-01-14")]),
    ("No bread came today.", [("delivery", "bread", "negated", None, None, "2021-01-14")]),
    ("Nothing got past the checkpoint yesterday.", [("delivery", "anything", "negated", None, None, "2021-01-13")]),
    ("All four pumps have stopped.", [("outage", "pumps", "affirmed", 4.0, None, None)]),
    ("The pumps stopped at midnight.", [("outage", "pumps", "affirmed", None, None, "2021-01-14")]),
    (
        "The generator will have to be switched off tonight.",
        [("outage", "generator", "planned", None, None, "2021-01-14")],
    ),
    ("The bakery has reopened.", [("outage", "bakery", "negated", None, None, None)]),
    ("The lights went out at six.", [("outage", "lights", "affirmed", None, None, None)]),
    ("The grid collapsed on Tuesday.", [("outage", "grid", "affirmed", None, None, "2021-01-12")]),
    (
        "The gendarmes confiscated two radios and a stretcher.",
        [("removal", "radios", "affirmed", 2.0, None, None), ("removal", "stretcher", "affirmed", None, None, None)],
    ),
    ("The coastguard seized a boat with 600 kg of rice.", [("removal", "rice", "affirmed", 600.0, None, None)]),
    ("Bandits robbed a lorry of 4 tonnes of sugar.", [("removal", "sugar", "affirmed", 4.0, None, None)]),
    ("30 sacks of beans were stolen from the store.", [("removal", "beans", "affirmed", 30.0, None, None)]),
    ("Militiamen took 12 sheep and 200 litres of milk.", [("removal", "milk", "affirmed", 200.0, None, None)]),
    (
        "Someone has siphoned 300 litres of diesel out of the tank.",
        [("removal", "diesel", "affirmed", 300.0, None, None)],
    ),
    ("The convoy was looted on the road.", [("removal", "convoy", "affirmed", None, None, None)]),
    ("The governor will allow two lorries a day.", [("delivery", "lorries", "planned", 2.0, "day", None)]),
    (
        "From Monday each family will receive 5 litres of paraffin a week.",
        [("delivery", "paraffin", "planned", 5.0, "day", "2021-01-18")],
    ),
    ("Supplies are to arrive by sea next week.", [("delivery", "supplies", "planned", None, None, "2021-01-18")]),
    ("The governor has banned the sale of petrol.", [("denial", "petrol", "affirmed", None, None, None)]),
    ("The army lifted the ban on medicine.", [("denial", "medicine", "negated", None, None, None)]),
    ("Let the coal through!", [("delivery", "coal", "hypothetical", None, None, None)]),
    (
        "If no coal comes by Sunday, the pipes will freeze.",
        [("delivery", "coal", "hypothetical", None, None, "2021-01-17")],
    ),
    ("The minister rejected claims that food had been withheld.", [("denial", "food", "negated", None, None, None)]),
    ("It is not true that the island has no water.", [("outage", "water", "negated", None, None, None)]),
    ("The WHO says 400 children have diarrhoea.", [("health", "diarrhoea", "affirmed", 400.0, None, None)]),
    (
        "Our nurse counted nine new cases of dysentery today.",
        [("health", "dysentery", "affirmed", 9.0, None, "2021-01-14")],
    ),
    ("The wells yield 40 m3 a day, half of what is needed.", [("capacity", "wells", "affirmed", 40.0, "day", None)]),
    ("The ovens can bake 4,000 loaves a day.", [("capacity", "loaves", "affirmed", 4000.0, "day", None)]),
    ("The canteen feeds 700 people a day.", [("capacity", "people", "affirmed", 700.0, "day", None)]),
    ("The clinic sees 120 patients a day.", [("capacity", "patients", "affirmed", 120.0, "day", None)]),
    ("The latrine pit is 80 % full.", [("capacity", "latrine pit", "affirmed", 80.0, None, None)]),
    ("The drains have backed up into the kitchen.", [("capacity", "drains", "affirmed", None, None, None)]),
    (
        "Each person gets 4 litres of water a day instead of 15.",
        [("delivery", "water", "affirmed", 4.0, "person-day", None)],
    ),
    ("At present there are 1,100 L of petrol on the island.", [("stock", "petrol", "affirmed", 1100.0, None, None)]),
    ("The tank was empty by noon.", [("stock", "tank", "affirmed", 0.0, None, "2021-01-14")]),
    ("Oxygen: 6 bottles left", [("stock", "oxygen", "affirmed", 6.0, None, None)]),
    ("Flour - 2 days", [("stock", "flour", "affirmed", 2.0, None, None)]),
    ("gas finished yesterday", [("outage", "gas", "affirmed", None, None, "2021-01-13")]),
    (
        "no bread no gas no news",
        [("outage", "bread", "affirmed", None, None, None), ("outage", "gas", "affirmed", None, None, None)],
    ),
    ("need blood A+ urgent", [("need", "blood", "affirmed", None, None, None)]),
    ("power back since 1 hr", [("outage", "power", "negated", None, None, None)]),
    ("Population: 3,870 (incl. 610 children)", [("population", "people", "affirmed", 3870.0, None, None)]),
    (
        "Six hundred families have been cut off since the avalanche.",
        [("population", "families", "affirmed", 600.0, None, None)],
    ),
    ("Eight people have died of cold since New Year.", [("casualty", "died", "affirmed", 8.0, None, None)]),
    ("There were no casualties.", [("casualty", "casualties", "negated", None, None, None)]),
    ("The ward is at 11 degrees Celsius.", [("temperature", "temperature", "affirmed", 11.0, None, None)]),
    ("The fridge has been at 14 C since the morning.", [("temperature", "fridge", "affirmed", 14.0, None, None)]),
    ("We beg the bishop to speak to the general.", [("appeal", "speak to the general", "affirmed", None, None, None)]),
    (
        "The committee urges the ministry to restore the power line.",
        [("appeal", "restore the power line", "affirmed", None, None, None)],
    ),
    (
        "The committee has asked the Red Cross for 40 wheelchairs.",
        [("need", "wheelchairs", "affirmed", 40.0, None, None)],
    ),
    ("The gate was closed at noon.", [("denial", "gate", "affirmed", None, None, "2021-01-14")]),
    ("The power plant has run out of coal.", [("outage", "coal", "affirmed", None, None, None)]),
    ("The mains have been cut off since the start of the month.", [("outage", "mains", "affirmed", None, None, None)]),
    (
        "Electricity was restored to the east side on Tuesday.",
        [("outage", "electricity", "negated", None, None, "2021-01-12")],
    ),
    ("There will be no water tomorrow.", [("outage", "water", "planned", None, None, "2021-01-15")]),
    ("The flour will last four days.", [("stock", "flour", "affirmed", 4.0, None, None)]),
    ("Our diesel will be used up in three days.", [("outage", "diesel", "planned", None, None, "2021-01-17")]),
    ("Stocks of infant milk will run out within a week.", [("outage", "infant milk", "planned", None, None, None)]),
    (
        "The convoy brought 300 food parcels, 20 tents and a generator.",
        [
            ("delivery", "food parcels", "affirmed", 300.0, None, None),
            ("delivery", "tents", "affirmed", 20.0, None, None),
            ("delivery", "generator", "affirmed", None, None, None),
        ],
    ),
    (
        "On 9 January the helicopter delivered vaccines for 400 children.",
        [("delivery", "vaccines", "affirmed", None, None, "2021-01-09")],
    ),
    (
        "Aid workers handed out 2,000 blankets on Wednesday.",
        [("delivery", "blankets", "affirmed", 2000.0, None, "2021-01-13")],
    ),
    ("The church distributes 300 loaves a day.", [("delivery", "loaves", "affirmed", 300.0, "day", None)]),
    ("Farmers have delivered no milk since the snowfall.", [("delivery", "milk", "negated", None, None, None)]),
    (
        "The frigate turned back a coaster carrying 80 tonnes of wheat.",
        [("denial", "wheat", "affirmed", 80.0, None, None)],
    ),
    ("Police at the tunnel sent two ambulances back.", [("denial", "ambulances", "affirmed", 2.0, None, None)]),
    ("Sentries refused to let the midwife through.", [("denial", "midwife", "affirmed", None, None, None)]),
    ("The guards did not allow the priest to bring bread.", [("delivery", "bread", "negated", None, None, None)]),
    ("They have not let any wood in for 11 days.", [("delivery", "wood", "negated", None, None, None)]),
    ("Rebels are said to have stolen 20 tonnes of grain.", [("removal", "grain", "affirmed", 20.0, None, None)]),
    ("The stove in cell 14 has been broken since November.", [("outage", "stove", "affirmed", None, None, None)]),
    ("The wells have run dry.", [("outage", "wells", "affirmed", None, None, None)]),
    ("Latrines are overflowing in block C.", [("capacity", "latrines", "affirmed", None, None, None)]),
    ("The dialysis unit can treat 18 patients a day.", [("capacity", "patients", "affirmed", 18.0, "day", None)]),
    (
        "There are 73 patients on the ward, among them 20 children.",
        [("population", "patients", "affirmed", 73.0, None, None)],
    ),
    ("The number of prisoners has risen to 2,300.", [("population", "people", "affirmed", 2300.0, None, None)]),
    ("A prisoner died in cell 9 on Tuesday.", [("casualty", "died", "affirmed", None, None, "2021-01-12")]),
    ("Six people drowned when the boat sank.", [("casualty", "drowned", "affirmed", 6.0, None, None)]),
    ("No one was killed.", [("casualty", "killed", "negated", None, None, None)]),
    ("31 residents are suffering from pneumonia.", [("health", "pneumonia", "affirmed", 31.0, None, None)]),
    ("Twelve children were treated for hypothermia.", [("health", "hypothermia", "affirmed", 12.0, None, None)]),
    ("The hospital consumes 400 litres of diesel daily.", [("consumption", "diesel", "affirmed", 400.0, "day", None)]),
    ("If the grid fails again, the vaccines will spoil.", [("outage", "grid", "hypothetical", None, None, None)]),
    (
        "Unless the ferry sails, flour will run out on Tuesday.",
        [("outage", "flour", "hypothetical", None, None, "2021-01-19")],
    ),
    ("It is unclear whether the coal will come.", [("delivery", "coal", "hypothetical", None, None, None)]),
    ("Reports that insulin had run out are false.", [("outage", "insulin", "negated", None, None, None)]),
    ('"No lorry will pass," said the commander.', [("delivery", "lorry", "negated", None, None, None)]),
    (
        "A spokesman for the navy said two ships had been let through.",
        [("delivery", "ships", "affirmed", 2.0, None, None)],
    ),
    (
        "The officer in charge told us that no fuel would be let in before Monday.",
        [("delivery", "fuel", "negated", None, None, None)],
    ),
    ("According to nurses, the ward has oxygen for six hours.", [("stock", "oxygen", "affirmed", 6.0, None, None)]),
    ("The engineer thinks the pump will fail soon.", [("outage", "pump", "planned", None, None, None)]),
    (
        "FUEL: 2,400 L diesel, 300 L petrol, gas nil",
        [
            ("stock", "diesel", "affirmed", 2400.0, None, None),
            ("stock", "petrol", "affirmed", 300.0, None, None),
            ("stock", "gas", "affirmed", 0.0, None, None),
        ],
    ),
    (
        "WATER: 2 of 3 wells working; chlorine for 5 days",
        [("outage", "wells", "negated", 2.0, None, None), ("stock", "chlorine", "affirmed", 5.0, None, None)],
    ),
    (
        "HEALTH: 14 cases of diarrhoea; insulin finished",
        [("health", "diarrhoea", "affirmed", 14.0, None, None), ("outage", "insulin", "affirmed", None, None, None)],
    ),
    (
        "GATE: 3 lorries in, 2 refused",
        [("delivery", "lorries", "affirmed", 3.0, None, None), ("denial", "lorries", "affirmed", 2.0, None, None)],
    ),
    ("POWER: 6 hrs/day", [("capacity", "power", "affirmed", 6.0, "day", None)]),
    ("* 11 Jan: two water trucks let in", [("delivery", "water trucks", "affirmed", 2.0, None, "2021-01-11")]),
    ("Day 9 without electricity.", [("outage", "electricity", "affirmed", None, None, "2021-01-06")]),
    ("still no gas, kids cold", [("outage", "gas", "affirmed", None, None, None)]),
    ("gen 2 not working, gen 1 ok", [("outage", "gen 2", "affirmed", None, None, None)]),
    (
        "we got 3 sacks rice n 10 l oil today",
        [
            ("delivery", "rice", "affirmed", 3.0, None, "2021-01-14"),
            ("delivery", "oil", "affirmed", 10.0, None, "2021-01-14"),
        ],
    ),
    ("guards took 2 boxes of meds at gate!!", [("removal", "meds", "affirmed", 2.0, None, None)]),
    ("left: 2 drums diesel", [("stock", "diesel", "affirmed", 2.0, None, None)]),
    ("tank is at 30%", [("stock", "tank", "affirmed", 30.0, None, None)]),
]

NOTHING = [
    "The report describes how pumps work.",
    "We were not told why the bread is late.",
    "Bread now costs three times as much as in spring.",
    "The governor met the elders on Tuesday.",
    "Thank you for your letter of 3 January.",
    "The commander thanked the committee for the tea.",
    "Children drew pictures of the snow.",
    "The history of the prison goes back to 1870.",
    "The price of diesel has doubled.",
    "Delegates discussed water and sanitation in the region.",
    "He spoke of the need for patience.",
    "I hope your family is well.",
    "Our engineer has visited the generator.",
    "The harvest was good this year.",
    "Prices of coal rose by 30 % in a month.",
    "The mill belongs to the parish.",
    "Snow fell all night.",
    "The officers inspected the stores and left.",
    "The ferry takes 40 minutes.",
    "The hospital was built in 1931.",
    "A football match was held in the prison yard.",
    "The generator is a Perkins and weighs two tonnes.",
    "The workshop on water management ended on Friday.",
    "The cook made soup from the last potatoes.",
    "We are fine, thank God.",
    "Please call me when you can.",
    "The council will meet on Thursday to discuss the water supply.",
    "The minister praised the work of the doctors.",
    "The exhibition shows stoves from the siege.",
    "Diesel is sold at 3 dollars a litre.",
    "The hospital would need 200 litres more.",
]


@pytest.mark.parametrize(("text", "wanted"), SENTENCES)
def test_every_claim_is_found_and_no_other(text: str, wanted: list[Told]) -> None:
    found = [
        (s.claim_type, s.item, s.polarity, s.value_low, s.per, (s.time_start or "")[:10] or None)
        for s in read_text(text, published=DAY).statements
    ]
    assert found == wanted


@pytest.mark.parametrize("text", NOTHING)
def test_what_claims_nothing_gives_nothing(text: str) -> None:
    assert read_text(text, published=DAY).statements == ()
