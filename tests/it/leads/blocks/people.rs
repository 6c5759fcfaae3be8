//! The people of made-up leads, and the chance that picks them.

/// Who it is: one of each.
pub(super) struct Person {
    pub(super) first: String,
    pub(super) last: String,
    pub(super) name: String,
    pub(super) company: String,
    pub(super) title: &'static str,
    pub(super) email: String,
    pub(super) phone: String,
    pub(super) digits: String,
    pub(super) request: &'static str,
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
pub(super) const GREETINGS: &[&str] = &[
    "Hi",
    "Hello",
    "Hey",
    "Hi there",
    "Good morning",
    "Good afternoon",
    "Hello there",
];
pub(super) const INTROS: &[&str] = &[
    "this is",
    "I'm",
    "I am",
    "im",
    "my name is",
    "it's",
    "My name's",
];

/// xorshift: enough chance for test data.
pub(super) struct Chance(pub(super) u64);

impl Chance {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit.max(1)
    }

    pub(super) fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    pub(super) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

pub(super) fn ascii(text: &str) -> String {
    let folded = fieldline::grammar::values::words::folded(text);
    folded.chars().filter(char::is_ascii_alphanumeric).collect()
}

pub(super) fn person(chance: &mut Chance) -> Person {
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
    let tail = 1000 + chance.below(8999);
    let phone = match chance.below(6) {
        0 => format!("({area}) 555-{tail}"),
        1 => format!("{area}.555.{tail}"),
        2 => format!("{area} 555 {tail}"),
        3 => format!("+1 {area} 555 {tail}"),
        4 => format!("{area}555{tail}"),
        _ => format!("{area}-555-{tail}"),
    };
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
