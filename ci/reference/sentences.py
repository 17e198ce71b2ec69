"""Sentences written for the references; none is taken from a data set.

FIRST and SECOND hold 16 each, of 1 to 40 words; SECOND[i] says about the same as FIRST[i].
HARD holds 50 lines that are hard to split into tokens.
"""

FIRST = [
    "Rain.",
    "The kettle whistled.",
    "Two goats crossed the wooden bridge.",
    "My neighbour repairs old violins in her garage.",
    "Nobody expected the ferry to leave before sunrise.",
    "A baker sold nine loaves of rye bread to the mayor.",
    "Is the lighthouse on the northern cliff still lit at night?",
    "The students measured how quickly salt dissolves in warm and cold water.",
    "Although the map was torn, we found the cabin beside the frozen lake.",
    "She paid 14.50 for the ticket, but the 7:45 train never came.",
    "An orange balloon drifted over the stadium while the crowd sang an old song"
    " about the sea.",
    "The engineer who designed the dam warned that the spillway could not carry the water of"
    " a very wet spring.",
    "Quietly, so that the child would not wake, he closed the shutters, banked the fire, and sat"
    " down with his letters.",
    "In the museum's last room hangs a small painting of a blue door, which visitors pass"
    " without a glance, and which the guards, who see it all day, prefer to everything else.",
    "If the price of copper rises again this winter, the three factories along the river will"
    " have to choose between shorter weeks, fewer workers, and a loan that none of their owners"
    " wants to sign.",
    "When the orchestra had tuned, the lights had dimmed, and the last cough had died away, the"
    " conductor turned around, bowed to the empty balcony, and told the astonished audience that"
    " the symphony's missing finale had been found in Lisbon.",
]

SECOND = [
    "Drizzle!",
    "Steam made the kettle sing.",
    "A pair of goats walked over the bridge of wood.",
    "Old violins are repaired by the woman next door.",
    "Everyone was surprised that the ferry sailed before dawn.",
    "The mayor bought nine rye loaves.",
    "Does the light on the cliff in the north still burn after dark?",
    "In class they timed salt as it dissolved in water, first cold, then warm.",
    "We reached the hut by the icy lake with half a map.",
    "Her ticket cost 14.50, and the train due at 7:45 did not arrive.",
    "While spectators sang a sea shanty, a balloon, orange and slow, floated across the field.",
    "A very rainy spring would overwhelm the spillway, according to the dam's designer.",
    "He shut the windows, fed the fire and read his mail as softly as he could, for the little"
    " one slept.",
    "Guards love the tiny picture of a blue door at the end of the museum; the public does not"
    " notice it.",
    "Should copper become dearer, each riverside plant must cut hours, cut staff, or borrow money"
    " against its owner's wishes.",
    "The conductor surprised the hall: before a single note was played he announced that the"
    " symphony's lost last movement had turned up in Lisbon, and he bowed to a balcony where"
    " nobody sat.",
]

HARD = [
    "",
    " ",
    "\t \u00a0\u3000",
    "a",
    "…",
    "naïve café, crème brûlée",
    "nai\u0308ve cafe\u0301",
    "ÅNGSTRÖM Straße ẞ ﬁne ﬂow",
    "İstanbul ıssız",
    "ΑΒΓ Σίσυφος ὀδύσσεια",
    "Привет, мир! Ёлка и ёж",
    "שלום עולם",
    "שָׁלוֹם",
    "مرحبا بالعالم",
    "نَصٌّ مُشَكَّل",
    "नमस्ते दुनिया",
    "สวัสดีชาวโลก",
    "你好，世界。",
    "漢字とかな交じり文、ｶﾀｶﾅ",
    "대한민국 서울",
    "\u1112\u1161\u11ab\u1100\u1173\u11af",
    "𠀀𠀁 𝒜𝓁𝓅𝒽𝒶 𝟙𝟚𝟛",
    "😀 👩\u200d👩\u200d👧 👍🏽 🇫🇷",
    "e\u0301\u0302\u0303 z̸̢̛a̴l̷g̸o̵",
    "zero\u200bwidth soft\u00adhyphen bom\ufeffmark",
    "bell\u0007 null-like\u0001 delete\u007f",
    "line\u2028separator para\u2029graph next\u0085line",
    "tab\tvertical\u000bform\u000cfeed",
    "[CLS] [SEP] [PAD] [MASK] [UNK]",
    "[cls] [Mask] [MASK ] [[MASK]]",
    "don't can't rock'n'roll ’tis “quoted” ‘so’",
    "a-b–c—d―e − f_g",
    "C++ C# F# .NET x86_64 a.b@c.example",
    "https://example.com/a?b=c&d=e%20f#g",
    "$5.00 €4,50 £3 ¥200 ₹99 50% ½ ¾ ²³",
    "1,234,567.89 0x1F 1e-9 −40°C 5×7÷3±1",
    "((nested [brackets] {and} <angles>))",
    "!!!???...,,,;;;:::",
    "`~^|\\/<>=+*&#@",
    "supercalifragilisticexpialidocious antidisestablishmentarianism",
    "x" * 100,
    "y" * 101,
    "ab" * 130,
    "MiXeD CaSe WORDS iPhone McDonald",
    "Tiếng Việt có nhiều dấu",
    "Łódź Žižek Dvořák Ærø Øre þing ðæt",
    "ﷺ ﻻ ㎏ ㍿ ① Ⅷ ㈱",
    "\ud7a3\u4e00\u9fff\u3400\uf900 edge",
    "\ufffdreplacement\ufffdmark\ufffd?",
    "one two three four five six seven eight nine ten " * 30,
]
