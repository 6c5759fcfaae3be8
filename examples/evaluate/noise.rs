//! What happens to a message on its way from a head to a phone: each channel changes the words of the command, its numbers
//! and signs, never the free text that must arrive as it was.

/// Chance that is the same in every run.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    pub(super) fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// What a piece of a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// A word of the command.
    Word,
    Free,
    Name,
    FullName,
    When,
    Number,
    Handle,
    /// Before or behind the command.
    Around,
}

/// A word of the command, or the value of a slot with the signs that follow it.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) slot: Slot,
    pub(super) text: String,
    /// `:`, `,`, `;` behind it.
    pub(super) sign: String,
    /// What parts it from the next.
    pub(super) space: String,
}

impl Piece {
    /// The pieces of a form.
    pub(super) fn all(form: &str, slots: &[(&str, Slot, String)]) -> Vec<Self> {
        let piece = |word: &str| {
            let bare = word.trim_end_matches([':', ',', ';', '.']);
            let sign = word[bare.len()..].to_owned();
            let slot = slots.iter().find(|(key, ..)| *key == bare);
            let (slot, text) = match slot {
                Some((_, slot, value)) => (*slot, value.clone()),
                None => match bare.strip_suffix("{n}") {
                    Some(letter) => {
                        let number = slots.iter().find(|(key, ..)| *key == "{n}");
                        let number = number.map_or("", |(.., value)| value.as_str());
                        (Slot::Handle, format!("{letter}{number}"))
                    }
                    None => (Slot::Word, bare.to_owned()),
                },
            };
            Self {
                slot,
                text,
                sign,
                space: " ".to_owned(),
            }
        };
        form.split(' ').map(piece).collect()
    }

    fn around(text: &str) -> Self {
        Self {
            slot: Slot::Around,
            text: text.to_owned(),
            sign: String::new(),
            space: " ".to_owned(),
        }
    }
}

/// The whole message.
pub(super) fn joined(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        text.push_str(&piece.text);
        text.push_str(&piece.sign);
        if at + 1 < pieces.len() || piece.space.len() > 1 {
            text.push_str(&piece.space);
        }
    }
    text
}

/// A kind of noise: its name, and what it does to a message.
type Channel = (&'static str, fn(&mut Vec<Piece>, &mut Dice));

pub(super) const CHANNELS: &[Channel] = &[
    ("lower case", |pieces, _| each(pieces, str::to_lowercase)),
    ("capitals", |pieces, _| each(pieces, str::to_uppercase)),
    ("first capital", |pieces, _| {
        pieces[0].text = capital(&pieces[0].text)
    }),
    ("autocorrect", autocorrect),
    ("spaces", spaces),
    ("missing space", missing_space),
    ("courtesy", courtesy),
    ("point", |pieces, dice| {
        let sign = dice.pick(&[".", "!", "..", " !", "\u{2026}", "...", " ."]);
        // Behind "!!" one more says something.
        if !behind(pieces).text.ends_with('!') {
            behind(pieces).sign.push_str(sign);
        }
    }),
    ("emoji", |pieces, dice| {
        let emoji = dice.pick(&["👍", "🙏", "😀", "❤️", "👷🏽"]);
        if !is_outward(pieces) {
            pieces.push(Piece::around(emoji));
        }
    }),
    ("typographic", |pieces, _| {
        for piece in pieces {
            piece.text = piece.text.replace('\'', "\u{2019}").replace(' ', "\u{a0}");
            piece.space = piece.space.replace(' ', "\u{a0}");
        }
    }),
    ("misspelt", |pieces, dice| {
        let words = positions(pieces, |piece| {
            piece.slot == Slot::Word && piece.text.len() > 2
        });
        if let Some(at) = words.first() {
            pieces[*at].text = misspelt(&pieces[*at].text, dice);
        }
    }),
    ("signature", |pieces, dice| {
        let signature = dice.pick(&["Sent from my iPhone", "Sent from my Galaxy", "--\nBob Ray"]);
        behind(pieces).sign.push_str(&format!("\n{signature}"));
    }),
    ("shorthand", shorthand),
    ("dictated number", dictated),
    ("marked number", |pieces, dice| {
        let mark = dice.pick(&["#", "no. ", "number ", "# ", "nr "]);
        if pieces.iter().any(|piece| piece.space.is_empty()) {
            return;
        }
        for piece in pieces.iter_mut().filter(|piece| piece.slot == Slot::Number) {
            if piece.text.parse::<u32>().is_ok() && piece.text.len() < 3 {
                piece.text = format!("{mark}{}", piece.text);
            }
        }
    }),
    ("line break", |pieces, dice| {
        let signs = positions(pieces, |piece| piece.sign == ":" || piece.sign == ";");
        match signs.first() {
            Some(at) => pieces[*at].space = "\n".to_owned(),
            None => pieces[0].text.insert_str(0, dice.pick(&["\n", "\n\n"])),
        }
    }),
    ("no signs", |pieces, _| {
        // The colon behind a full name is what ends it, and behind a number what begins the text.
        let full = pieces.iter().any(|piece| piece.slot == Slot::FullName);
        for piece in pieces {
            if piece.slot == Slot::Word {
                piece.text = piece.text.replace('\'', "");
            }
            if !full && piece.slot != Slot::Number && (piece.sign == ":" || piece.sign == ",") {
                piece.sign.clear();
                piece.space = " ".to_owned();
            }
        }
    }),
];

fn each(pieces: &mut [Piece], change: fn(&str) -> String) {
    for piece in pieces {
        piece.text = change(&piece.text);
    }
}

fn positions(pieces: &[Piece], fits: impl Fn(&Piece) -> bool) -> Vec<usize> {
    let all = pieces.iter().enumerate();
    all.filter(|(_, piece)| fits(piece))
        .map(|(at, _)| at)
        .collect()
}

fn behind(pieces: &mut [Piece]) -> &mut Piece {
    pieces.last_mut().unwrap()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    first + letters.as_str()
}

/// Phones write days and months large, and what begins a sentence.
fn autocorrect(pieces: &mut Vec<Piece>, _: &mut Dice) {
    pieces[0].text = capital(&pieces[0].text);
    let mut begins = false;
    for piece in pieces {
        if begins && piece.slot == Slot::Word {
            piece.text = capital(&piece.text);
        }
        begins = piece.sign.ends_with('.');
        if piece.slot == Slot::When {
            for name in ["friday", "wednesday", "thursday", "march"] {
                piece.text = piece.text.replace(name, &capital(name));
            }
        }
    }
}

fn spaces(pieces: &mut Vec<Piece>, dice: &mut Dice) {
    for _ in 0..=dice.below(3) {
        let at = dice.below(pieces.len());
        pieces[at].space.push(' ');
    }
    if dice.below(2) == 0 {
        pieces[0].text.insert(0, ' ');
    }
}

/// Between a word and a number, or behind a sign.
fn missing_space(pieces: &mut Vec<Piece>, dice: &mut Dice) {
    let places: Vec<usize> = (0..pieces.len().saturating_sub(1))
        .filter(|at| {
            let (one, next) = (&pieces[*at], &pieces[*at + 1]);
            let number =
                |piece: &Piece| piece.slot == Slot::Number && piece.text.parse::<u32>().is_ok();
            let word = |piece: &Piece| piece.slot == Slot::Word && piece.sign.is_empty();
            (word(one) && number(next)) || (number(one) && word(next)) || !one.sign.is_empty()
        })
        .collect();
    if !places.is_empty() {
        pieces[dice.pick(&places)].space.clear();
    }
}

fn courtesy(pieces: &mut Vec<Piece>, dice: &mut Dice) {
    let before = [
        "please",
        "pls",
        "plz",
        "hi",
        "hey",
        "ok",
        "can u",
        "could you",
        "hi,",
        "ok so",
    ];
    let after = [
        "thanks", "please", "pls", "thx", "ty", "thank u", ", thanks",
    ];
    if dice.below(2) == 0 || is_outward(pieces) {
        pieces.insert(0, Piece::around(dice.pick(&before)));
    } else {
        pieces.push(Piece::around(dice.pick(&after)));
    }
}

/// Whether what stands at the end goes to somebody else: there nothing is noise.
fn is_outward(pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| {
        piece.slot == Slot::Word && matches!(piece.text.to_lowercase().as_str(), "text" | "sms")
    })
}

fn shorthand(pieces: &mut Vec<Piece>, dice: &mut Dice) {
    let tomorrow = dice.pick(&["tmrw", "tmr", "2moro", "tmw"]);
    for piece in pieces.iter_mut() {
        let pairs: &[(&str, &str)] = match piece.slot {
            Slot::When => &[
                ("tomorrow", tomorrow),
                ("wednesday", "wed"),
                ("thursday", "thurs"),
                ("friday", "fri"),
                ("march", "mar"),
                ("hours", "hrs"),
                ("today", "2day"),
                (" at ", " @ "),
            ],
            Slot::Word => &[
                ("and", "&"),
                ("appointments", "appts"),
                ("appointment", "appt"),
                ("meeting", "mtg"),
                ("tomorrow", tomorrow),
                ("with", "w"),
                ("today", "2day"),
                ("task", "todo"),
                ("reschedule", "resched"),
            ],
            _ => &[],
        };
        for (long, short) in pairs {
            let whole = piece.text == *long;
            if whole || piece.slot == Slot::When {
                piece.text = piece.text.replace(long, short);
            }
        }
        if piece.slot == Slot::Word && piece.text == "to" && dice.below(3) == 0 {
            piece.text = "2".to_owned();
        }
    }
}

/// Numbers as they are spoken.
fn dictated(pieces: &mut Vec<Piece>, dice: &mut Dice) {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 10] = [
        "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ];
    let hyphen = dice.pick(&[" ", "-"]);
    for piece in pieces.iter_mut().filter(|piece| piece.slot == Slot::Number) {
        let Ok(number) = piece.text.parse::<usize>() else {
            continue;
        };
        piece.text = match (number / 10, number % 10) {
            (0 | 1, _) => ONES[number].to_owned(),
            (tens, 0) => TENS[tens].to_owned(),
            (tens, ones) => format!("{}{hyphen}{}", TENS[tens], ONES[ones]),
        };
    }
}

/// A word with one wrong letter: two swapped, one missing, one doubled, or a neighbour on the keyboard.
pub(super) fn misspelt(word: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let long = letters.iter().take_while(|c| c.is_alphabetic()).count();
    if long < 3 {
        return word.to_owned();
    }
    let at = 1 + dice.below(long - 2);
    match dice.below(4) {
        0 => letters.swap(at, at + 1),
        1 => {
            letters.remove(at);
        }
        2 => letters.insert(at, letters[at]),
        _ => letters[at] = neighbour(letters[at], dice),
    }
    letters.into_iter().collect()
}

fn neighbour(letter: char, dice: &mut Dice) -> char {
    let rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    for row in rows {
        if let Some(at) = row.find(letter.to_ascii_lowercase()) {
            let left = at.checked_sub(1).and_then(|at| row.chars().nth(at));
            let right = row.chars().nth(at + 1);
            let near: Vec<char> = left.into_iter().chain(right).collect();
            return dice.pick(&near);
        }
    }
    letter
}
