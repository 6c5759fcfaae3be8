//! Made-up leads: the details, and many ways to write them down. The same seed gives the same leads.

use std::fmt::Write as _;

use fieldline::grammar::lead::Found;

/// A message and what should be read out of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Block {
    pub(crate) text: String,
    /// How it is written.
    pub(crate) form: &'static str,
    pub(crate) name: String,
    pub(crate) last: Option<String>,
    pub(crate) email: Option<String>,
    /// In E.164.
    pub(crate) phone: Option<String>,
    pub(crate) company: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) note: Option<String>,
}

/// `count` leads, clean or each with one or two kinds of noise.
pub(crate) fn made(count: usize, noisy: bool) -> Vec<Block> {
    let mut chance = Chance(if noisy { 0x5eed_0002 } else { 0x5eed_0001 });
    (0..count)
        .map(|_| {
            let block = block(&mut chance);
            if noisy {
                spoilt(block, &mut chance)
            } else {
                block
            }
        })
        .collect()
}

/// What is wrong with what was found: the first slot that differs. Case, spacing and marks at the ends do not count.
pub(crate) fn difference(block: &Block, found: Option<&Found>) -> Option<String> {
    let Some(found) = found else {
        return Some(format!("{}: nothing found", block.form));
    };
    let details = &found.details;
    let name = Some(block.name.clone());
    let pairs = [
        ("name", &name, &details.name),
        ("email", &block.email, &details.email),
        ("phone", &block.phone, &details.phone),
        ("company", &block.company, &details.company),
        ("title", &block.title, &details.title),
        ("last name", &block.last, &details.last_name),
        ("note", &block.note, &found.note),
    ];
    for (slot, wanted, got) in pairs {
        if plain(wanted) != plain(got) {
            return Some(format!("{}: {slot}", block.form));
        }
    }
    (!found.register).then(|| format!("{}: not registered", block.form))
}

fn plain(value: &Option<String>) -> String {
    let value = value
        .as_deref()
        .unwrap_or_default()
        .to_lowercase()
        .replace('’', "'");
    let words: Vec<&str> = value
        .split(|c: char| c.is_whitespace() || ",;:-\u{200b}".contains(c))
        .map(|word| word.trim_matches(|c: char| ".!?)\"".contains(c)))
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// Who it is: one of each.
struct Person {
    first: String,
    last: String,
    name: String,
    company: String,
    title: &'static str,
    email: String,
    phone: String,
    digits: String,
    request: &'static str,
}

const FIRSTS: &[&str] = &[
    "Dana", "Marcus", "Priya", "José", "Ana", "Liam", "Olivia", "Noah", "Emma", "Wei", "Fatima",
    "Ahmed", "Kenji", "Ingrid", "Pierre", "Lucía", "Tyrone", "Siobhan", "Bob", "Grace", "Will",
    "Mark", "Hope", "Jean-Luc", "Mary", "DeShawn", "Xiomara", "Bjørn", "Chloe", "Raj", "Tomasz",
    "Yuki", "Aisha", "Carl", "Beth", "Rosa", "Ivan", "Omar", "Nia", "Gus",
];
const LASTS: &[&str] = &[
    "Whitfield",
    "O'Brien",
    "de la Cruz",
    "van der Berg",
    "McDonald",
    "Nguyen",
    "Patel",
    "Smith",
    "Kowalski",
    "Garcia",
    "Müller",
    "Okafor",
    "St. James",
    "Smith-Jones",
    "Tanaka",
    "Lopez",
    "Ferreira",
    "da Silva",
    "Johnson",
    "Washington",
    "Stone",
    "Price",
    "Green",
    "Bakker",
    "Haddad",
    "Lindqvist",
    "Rossi",
    "Dubois",
    "Ng",
    "Li",
    "Underwood",
    "Castillo",
    "Petrov",
    "Abernathy",
    "Bell",
    "Carpenter",
    "Vance",
    "Yamamoto",
    "Del Rio",
    "Quigley",
];
const COINED: &[&str] = &[
    "Globex",
    "Initech",
    "Brightside",
    "Lumen",
    "Halcyon",
    "Cedar Ridge",
    "Blue Heron",
    "North Star",
    "Summit",
    "Evergreen",
    "Ironwood",
    "Harborview",
    "Redline",
    "Silver Creek",
    "Bluebonnet",
    "Lone Star",
    "Apex",
    "Pinnacle",
    "Stonebridge",
    "Kestrel",
];
const TRADES: &[&str] = &[
    "Roofing",
    "Plumbing",
    "Dental",
    "Landscaping",
    "Construction",
    "Realty",
    "Consulting",
    "Electric",
    "Properties",
    "Builders",
    "Auto Repair",
    "Logistics",
    "Law Group",
    "Catering",
    "Fitness",
    "HVAC Services",
    "Home Inspections",
    "Media",
    "Tree Service",
    "Pest Control",
    "Insurance Agency",
    "Marketing",
];
const FORMS: &[&str] = &[
    "", "", "", " LLC", " Inc.", ", Inc.", " Co", " Ltd", " Group", " & Sons",
];
const TITLES: &[&str] = &[
    "Owner",
    "Project Manager",
    "CEO",
    "Office Manager",
    "Director of Operations",
    "VP of Sales",
    "Sales Manager",
    "Founder",
    "Facilities Director",
    "General Contractor",
];
const REQUESTS: &[&str] = &[
    "need a quote",
    "need a quote for a new roof",
    "looking for an estimate on gutters",
    "can someone call me back today",
    "we have a leak in the warehouse ceiling",
    "interested in your maintenance plan",
    "do you service the north side",
    "please send pricing for 40 units",
    "would like to schedule an inspection next week",
    "want to remodel our kitchen",
    "my water heater is leaking",
    "how soon can you come out",
    "need 3 windows replaced",
    "saw your truck on Elm and want an estimate",
    "is the Main Street listing still available",
    "what are your hours on Saturday",
    "need someone to look at the AC",
    "we're planning an event for 200 people",
    "could you send me a brochure",
    "need help with my fence before Friday",
    "looking to list our house this spring",
    "I'd like to book a consultation",
    "your website form is broken so texting instead",
    "need a bid on a parking lot by the 15th",
];
const GREETINGS: &[&str] = &[
    "Hi",
    "Hello",
    "Hey",
    "Hi there",
    "Good morning",
    "Good afternoon",
    "Hello there",
];
const INTROS: &[&str] = &[
    "this is",
    "I'm",
    "I am",
    "im",
    "my name is",
    "it's",
    "My name's",
];

/// xorshift: enough chance for test data.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit.max(1)
    }

    fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

fn ascii(text: &str) -> String {
    let folded = fieldline::grammar::values::words::folded(text);
    folded.chars().filter(char::is_ascii_alphanumeric).collect()
}

fn person(chance: &mut Chance) -> Person {
    let first = chance.of(FIRSTS).to_owned();
    let last = chance.of(LASTS).to_owned();
    let name = match chance.below(16) {
        0 => format!(
            "{first} {}. {last}",
            char::from(b'A' + u8::try_from(chance.below(26)).unwrap_or_default())
        ),
        1 => format!("Dr. {first} {last}"),
        2 => format!("{first} {last} Jr"),
        3 => format!("{first} {} {last}", chance.of(FIRSTS)),
        _ => format!("{first} {last}"),
    };
    let stem = match chance.below(4) {
        0 => chance.of(COINED).to_owned(),
        1 => format!("{} {}", chance.of(COINED), chance.of(TRADES)),
        _ => format!("{} {}", chance.of(LASTS), chance.of(TRADES)),
    };
    let form = chance.of(FORMS);
    let form = if stem.contains(' ') || form.contains(['L', 'I', 'G', 'C']) {
        form
    } else {
        ""
    };
    let domain = match chance.below(3) {
        0 => ["gmail.com", "yahoo.com", "outlook.com", "icloud.com"][chance.below(4)].to_owned(),
        1 => format!("{}.example", ascii(&stem)),
        _ => format!("{}.com", ascii(&stem)),
    };
    let (given, family) = (ascii(&first), ascii(&last));
    let local = match chance.below(6) {
        0 => given,
        1 => format!("{given}.{family}"),
        2 => format!("{}{family}", &given[..1]),
        3 => format!("{given}{}", 10 + chance.below(89)),
        4 => format!("{given}_{family}"),
        _ => format!("{family}.office"),
    };
    let area = ["512", "415", "212", "303", "713", "206"][chance.below(6)];
    let line = 100 + chance.below(99);
    let tail = 1000 + chance.below(8999);
    let phone = match chance.below(6) {
        0 => format!("({area}) 555-{tail}"),
        1 => format!("{area}.555.{tail}"),
        2 => format!("{area} 555 {tail}"),
        3 => format!("+1 {area} 555 {tail}"),
        4 => format!("{area}555{tail}"),
        _ => format!("{area}-555-{tail}"),
    };
    let _ = line;
    Person {
        name,
        last,
        first,
        company: format!("{stem}{form}"),
        title: chance.of(TITLES),
        email: format!("{local}@{domain}"),
        digits: format!("+1{area}555{tail}"),
        phone,
        request: chance.of(REQUESTS),
    }
}

fn large(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|c| c.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

fn block(chance: &mut Chance) -> Block {
    let who = person(chance);
    match chance.below(13) {
        0 => sentence(&who, chance),
        1 => two_sentences(&who, chance),
        2 | 3 => labelled(&who, chance),
        4 => list(&who, chance),
        5 => signed(&who, chance),
        6 => told(&who, chance),
        7 => here(&who, chance),
        8 => dashed(&who, chance),
        9 => dictated(&who, chance),
        10 => lines(&who, chance),
        11 => bare_labels(&who, chance),
        _ => card(&who, chance),
    }
}

fn base(who: &Person, form: &'static str, text: String) -> Block {
    Block {
        text,
        form,
        name: who.name.clone(),
        last: Some(who.last.clone()),
        note: Some(who.request.to_owned()),
        ..Block::default()
    }
}

fn sentence(who: &Person, chance: &mut Chance) -> Block {
    let (greeting, intro) = (chance.of(GREETINGS), chance.of(INTROS));
    let from = chance.of(&["from", "with", "at", "w/"]);
    let dash = chance.of(&[" - ", ", ", ". ", " — ", "\n"]);
    let request = if dash == ". " {
        large(who.request)
    } else {
        who.request.to_owned()
    };
    let text = format!(
        "{greeting} {intro} {}, {} {from} {}{dash}{request}",
        who.name, who.email, who.company
    );
    let mut block = base(who, "sentence", text);
    block.email = Some(who.email.clone());
    block.company = Some(who.company.clone());
    block
}

fn two_sentences(who: &Person, chance: &mut Chance) -> Block {
    let (greeting, intro) = (chance.of(GREETINGS), chance.of(INTROS));
    let from = chance.of(&["from", "with", "at", "of"]);
    let mut block = base(who, "sentences", String::new());
    let mut text = format!("{greeting}, {intro} {}", who.name);
    if chance.below(3) > 0 {
        let _ = write!(text, " {from} {}", who.company);
        block.company = Some(who.company.clone());
    }
    let _ = write!(text, ". {}.", large(who.request));
    match chance.below(4) {
        0 => {
            let cue = chance.of(&[
                "My email is",
                "Email me at",
                "You can reach me at",
                "Email:",
            ]);
            let _ = write!(text, " {cue} {}", who.email);
            block.email = Some(who.email.clone());
        }
        1 => {
            let cue = chance.of(&[
                "My number is",
                "Call me at",
                "My cell is",
                "You can reach me at",
                "Cell:",
            ]);
            let _ = write!(text, " {cue} {}.", who.phone);
            block.phone = Some(who.digits.clone());
        }
        2 => {
            let _ = write!(text, " {} or {}", who.phone, who.email);
            block.phone = Some(who.digits.clone());
            block.email = Some(who.email.clone());
        }
        _ => text.push_str(" Thanks!"),
    }
    block.text = text;
    block
}

fn labelled(who: &Person, chance: &mut Chance) -> Block {
    let mut block = base(who, "labelled", String::new());
    let sep = chance.of(&["\n", "; ", " | ", ", ", "\t", "\r\n", "\n• ", " / "]);
    let after = chance.of(&[": ", ":", " : ", "=", " - "]);
    let after = if after == " - " && !sep.starts_with(['\n', '\r']) {
        ": "
    } else {
        after
    };
    let upper = chance.one_in(4);
    let name_label = chance.of(&["Name", "Full Name", "name", "Contact Name", "Customer"]);
    let written =
        if chance.one_in(5) && who.name == format!("{} {}", who.first, who.last) && sep != ", " {
            format!("{}, {}", who.last, who.first)
        } else {
            who.name.clone()
        };
    let mut parts = vec![(name_label, written)];
    if chance.below(4) > 0 {
        parts.push((
            chance.of(&["Email", "E-mail", "email address", "Mail"]),
            who.email.clone(),
        ));
        block.email = Some(who.email.clone());
    }
    if chance.below(4) > 0 {
        parts.push((
            chance.of(&[
                "Phone",
                "Ph",
                "Cell",
                "Mobile",
                "Tel",
                "phone number",
                "Contact number",
            ]),
            who.phone.clone(),
        ));
        block.phone = Some(who.digits.clone());
    }
    if chance.below(3) > 0 && !(sep == ", " && who.company.contains(',')) {
        parts.push((
            chance.of(&["Company", "Org", "Business", "Organization", "Company Name"]),
            who.company.clone(),
        ));
        block.company = Some(who.company.clone());
    }
    if chance.one_in(3) {
        parts.push((
            chance.of(&["Title", "Job Title", "Position", "Role"]),
            who.title.to_owned(),
        ));
        block.title = Some(who.title.to_owned());
    }
    if parts.len() < 2 {
        parts.push(("Email", who.email.clone()));
        block.email = Some(who.email.clone());
    }
    if chance.one_in(3) {
        let end = parts.len() - 1;
        parts.swap(0, end);
    }
    parts.push((
        chance.of(&["Message", "Notes", "Comments", "Request", "Details"]),
        who.request.to_owned(),
    ));
    let written: Vec<String> = parts
        .iter()
        .map(|(label, value)| {
            format!(
                "{}{after}{value}",
                if upper {
                    label.to_uppercase()
                } else {
                    (*label).to_owned()
                }
            )
        })
        .collect();
    block.text = format!(
        "{}{}",
        if sep == "\n• " { "• " } else { "" },
        written.join(sep)
    );
    block
}

fn list(who: &Person, chance: &mut Chance) -> Block {
    let mut block = base(who, "list", String::new());
    let sep = chance.of(&[", ", " / ", " | ", "; ", "\n", " - "]);
    let mut parts = vec![who.name.clone()];
    if chance.below(4) > 0 && !(sep == ", " && who.company.contains(',')) {
        parts.push(who.company.clone());
        block.company = Some(who.company.clone());
    }
    match chance.below(3) {
        0 => {
            parts.push(who.phone.clone());
            block.phone = Some(who.digits.clone());
        }
        1 => {
            parts.push(who.email.clone());
            block.email = Some(who.email.clone());
        }
        _ => {
            parts.push(who.phone.clone());
            parts.push(who.email.clone());
            block.phone = Some(who.digits.clone());
            block.email = Some(who.email.clone());
        }
    }
    if chance.one_in(4) {
        block.note = None;
    } else {
        parts.push(who.request.to_owned());
    }
    block.text = parts.join(sep);
    block
}

fn signed(who: &Person, chance: &mut Chance) -> Block {
    let mut block = base(who, "signed", String::new());
    let off = chance.of(&[
        "Thanks,",
        "Best regards,",
        "Thank you",
        "Regards,",
        "Cheers,",
        "Sincerely,",
        "--",
        "Best,",
    ]);
    let mut text = format!("{}.\n\n{off}\n{}", large(who.request), who.name);
    match chance.below(4) {
        0 => {
            let _ = write!(text, "\n{}, {}", who.title, who.company);
            block.title = Some(who.title.to_owned());
            block.company = Some(who.company.clone());
        }
        1 => {
            let _ = write!(text, "\n{}\n{}", who.title, who.company);
            block.title = Some(who.title.to_owned());
            block.company = Some(who.company.clone());
        }
        2 => {
            let _ = write!(text, "\n{}", who.company);
            block.company = Some(who.company.clone());
        }
        _ => {}
    }
    let prefix = chance.of(&["", "", "c: ", "Cell ", "T: ", "M "]);
    let _ = write!(text, "\n{prefix}{}", who.phone);
    block.phone = Some(who.digits.clone());
    if chance.below(3) > 0 {
        let _ = write!(text, "\n{}", who.email);
        block.email = Some(who.email.clone());
    }
    block.text = text;
    block
}

fn told(who: &Person, chance: &mut Chance) -> Block {
    let mut block = base(who, "told", String::new());
    let and = chance.of(&[" and ", ", ", ". "]);
    block.text = match chance.below(3) {
        0 => format!(
            "{}. My name is {}, email {}, phone {}.",
            large(who.request),
            who.name,
            who.email,
            who.phone
        ),
        1 => format!(
            "My name is {}{and}my email is {}{and}my phone number is {}. {}",
            who.name,
            who.email,
            who.phone,
            large(who.request)
        ),
        _ => format!(
            "I'm {}, {}. {}. Call {} or email {}",
            who.name,
            who.company,
            large(who.request),
            who.phone,
            who.email
        ),
    };
    if block.text.starts_with("I'm") {
        block.company = Some(who.company.clone());
    }
    block.email = Some(who.email.clone());
    block.phone = Some(who.digits.clone());
    block
}

fn here(who: &Person, chance: &mut Chance) -> Block {
    let mut block = base(who, "here", String::new());
    let from = chance.of(&["here from", "from", "with", "here with", "at"]);
    block.text = format!(
        "{} {from} {}. {}. {}",
        who.name,
        who.company,
        large(who.request),
        who.phone
    );
    block.company = Some(who.company.clone());
    block.phone = Some(who.digits.clone());
    block
}

fn dashed(who: &Person, chance: &mut Chance) -> Block {
    let mut block = base(who, "dashed", String::new());
    let dash = chance.of(&[" - ", "\n- ", " -", "\n— "]);
    block.text = format!("{}, {}{dash}{}", large(who.request), who.phone, who.name);
    block.phone = Some(who.digits.clone());
    if chance.one_in(2) && !who.company.contains(',') {
        let _ = write!(block.text, ", {}", who.company);
        block.company = Some(who.company.clone());
    }
    block
}

fn dictated(who: &Person, chance: &mut Chance) -> Block {
    let email = who.email.to_lowercase();
    let spoken = email
        .replace("gmail", if chance.one_in(2) { "g mail" } else { "gmail" })
        .replace(
            "icloud",
            if chance.one_in(2) {
                "i cloud"
            } else {
                "icloud"
            },
        )
        .replace('@', " at ")
        .replace('.', " dot ")
        .replace('_', " underscore ");
    let intro = chance.of(&["this is", "my name is", "i'm"]);
    let cue = chance.of(&[
        "my email is",
        "my email address is",
        "you can email me at",
        "email",
    ]);
    let name = format!("{} {}", who.first, who.last)
        .to_lowercase()
        .replace('.', "");
    let text = format!(
        "hi {intro} {name} {cue} {spoken} {}",
        who.request.to_lowercase()
    );
    let mut block = base(who, "dictated", text);
    block.name = name;
    block.last = Some(who.last.replace('.', ""));
    block.email = Some(email);
    block
}

fn lines(who: &Person, chance: &mut Chance) -> Block {
    let mut block = base(who, "lines", String::new());
    let site = format!("www.{}.com", ascii(&who.company));
    block.text = format!(
        "{}\n{}\n{}\n{}\n{}",
        who.name, who.title, who.company, who.phone, who.email
    );
    if chance.one_in(2) {
        let _ = write!(block.text, "\n{site}");
    }
    if chance.one_in(2) {
        let _ = write!(block.text, "\n\n{}", large(who.request));
    } else {
        block.note = None;
    }
    block.title = Some(who.title.to_owned());
    block.company = Some(who.company.clone());
    block.phone = Some(who.digits.clone());
    block.email = Some(who.email.clone());
    block
}

fn bare_labels(who: &Person, chance: &mut Chance) -> Block {
    let sep = chance.of(&[" ", ", ", "\n"]);
    let text = format!(
        "Name {}{sep}email {}{sep}phone {}{sep}message {}",
        who.name, who.email, who.phone, who.request
    );
    let mut block = base(who, "bare labels", text);
    block.email = Some(who.email.clone());
    block.phone = Some(who.digits.clone());
    block
}

fn card(who: &Person, chance: &mut Chance) -> Block {
    let escaped = who.company.replace(',', "\\,");
    let text = if chance.one_in(2) {
        format!(
            "BEGIN:VCARD\nVERSION:3.0\nFN:{}\nORG:{escaped};\nTITLE:{}\nTEL;TYPE=CELL:{}\nEMAIL;TYPE=INTERNET:{}\nNOTE:{}\nEND:VCARD",
            who.name, who.title, who.phone, who.email, who.request
        )
    } else {
        format!(
            "MECARD:N:{};ORG:{};TEL:{};EMAIL:{};TITLE:{};NOTE:{};;",
            who.name, who.company, who.phone, who.email, who.title, who.request
        )
    };
    let mut block = base(who, "card", text);
    block.email = Some(who.email.clone());
    block.phone = Some(who.digits.clone());
    block.company = Some(who.company.clone());
    block.title = Some(who.title.to_owned());
    block
}

/// One or two kinds of noise.
fn spoilt(mut block: Block, chance: &mut Chance) -> Block {
    for _ in 0..=chance.below(2) {
        spoil(&mut block, chance);
    }
    block
}

fn spoil(block: &mut Block, chance: &mut Chance) {
    let card = block.form == "card";
    match chance.below(10) {
        0 | 1 if !card => block.text = block.text.to_lowercase(),
        2 if !card => block.text = block.text.to_uppercase(),
        3 => block.text = block.text.replace(' ', "  "),
        4 => block.text = block.text.replace('\'', "’").replace(" - ", " – "),
        5 if !card => block.text = block.text.replace(", ", " "),
        6 => block.text = format!("{}\n\nSent from my iPhone", block.text),
        7 => {
            let at = block
                .text
                .char_indices()
                .nth(block.text.chars().count() / 2)
                .map_or(0, |(at, _)| at);
            if block.text[..at].ends_with(' ') {
                block.text.insert(at, '\u{200b}');
            }
        }
        8 if !card => {
            block.text = block
                .text
                .replace("Email:", "Emial:")
                .replace("Phone:", "Phoen:")
                .replace("Name:", "Nmae:");
        }
        _ if !card => {
            block.text = block
                .text
                .replace("I'm", "Im")
                .replace(". ", " ")
                .replace("  ", " ");
        }
        _ => {}
    }
}
