//! The corpora beside the words: cases that say what a message means. `grammar/README.md` tells the format.
//!
//! A pack is good if every case means what it says, the example of every kind of intent is one, every problem's example works,
//! and the plainest text of every intent in its cases means that intent again.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::{DateOrder, Lexicon, Sender, canonical, parse};
use crate::domain::{
    About, Candidate, Choice, Contact, ContactId, Directory, Intent, Lang, Match, Parsed, Question,
    Reading, Region, Role,
};
use crate::packs::Packs;

/// What came of checking packs.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// How many messages were read.
    pub messages: usize,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// A message of a pack that does not mean what the pack says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The folder of the pack.
    pub pack: String,
    /// The message.
    pub text: String,
    /// What is wrong with it.
    pub what: String,
}

/// A corpus file: where and when its messages are written, and what they mean.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Corpus {
    setting: Setting,
    #[serde(default)]
    accept: Vec<Case>,
    #[serde(default)]
    reject: Vec<Case>,
    #[serde(default)]
    ask: Vec<Case>,
    #[serde(default)]
    other: Vec<Case>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Setting {
    lang: String,
    tz: String,
    now: String,
    #[serde(default)]
    date_order: Option<String>,
    #[serde(default)]
    region: Option<String>,
    /// The names of the contacts.
    #[serde(default)]
    contacts: Vec<String>,
    #[serde(default)]
    tags: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    /// Other spellings that mean the same.
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    outcome: Option<String>,
    #[serde(default)]
    intents: Option<Vec<Intent>>,
    /// The words a problem is about.
    #[serde(default)]
    at: Option<String>,
    #[serde(default)]
    expected: Option<Vec<String>>,
    #[serde(default)]
    near: Option<String>,
    /// What a question is about.
    #[serde(default)]
    about: Option<String>,
    /// How many choices it has.
    #[serde(default)]
    choices: Option<usize>,
    #[serde(default)]
    topic: Option<String>,
    /// A reason that must be given.
    #[serde(default)]
    because: Option<String>,
    #[serde(default)]
    role: Option<Role>,
    #[serde(default)]
    question: Option<Question>,
    #[serde(default)]
    now: Option<String>,
    #[serde(default)]
    date_order: Option<String>,
    /// Without anybody in the directory.
    #[serde(default)]
    strangers: bool,
}

/// People by name, for telling where a name ends.
#[derive(Default)]
struct People {
    names: Vec<String>,
    tags: Vec<String>,
}

impl Directory for People {
    fn by_name(&self, name: &str) -> Vec<Candidate> {
        let name = name.to_lowercase();
        self.names
            .iter()
            .filter_map(|full| {
                let lower = full.to_lowercase();
                let by = if lower == name {
                    Match::FullName
                } else if lower.split(' ').next() == Some(name.as_str()) {
                    Match::FirstName
                } else {
                    return None;
                };
                Some(Candidate {
                    id: ContactId(full.clone()),
                    name: full.clone(),
                    by,
                })
            })
            .collect()
    }

    fn contact(&self, _: &ContactId) -> Option<Contact> {
        None
    }

    fn by_digits(&self, _: &str) -> Vec<ContactId> {
        Vec::new()
    }

    fn by_email(&self, _: &str) -> Vec<ContactId> {
        Vec::new()
    }

    fn is_tag(&self, tag: &str) -> bool {
        self.tags.iter().any(|known| known == tag)
    }
}

/// Runs every case of every pack, and what else makes a pack good.
#[must_use]
pub fn check(packs: &Packs, lexicon: &Lexicon) -> Report {
    let mut report = Report::default();
    for (pack, file) in packs.with("corpus.toml") {
        match toml::from_str(file) {
            Ok(corpus) => report.corpus(&pack.name, &corpus, lexicon),
            Err(error) => report.fault(&pack.name, "corpus.toml", error.to_string()),
        }
    }
    for lang in lexicon.langs() {
        report.examples(&lang, lexicon);
    }
    report
}

/// Whether a message that a reply offers for texting works: as a command, or as the answer to an open question; from a stranger,
/// by registering them.
///
/// # Errors
/// What it is instead.
pub fn offered(text: &str, lang: &Lang, role: Role, lexicon: &Lexicon) -> Result<(), String> {
    let nobody = People::default();
    let setting = Setting::plain(lang);
    let choice = |label: &str| Choice {
        label: label.to_owned(),
        intent: None,
        contact: None,
        task: None,
    };
    let choices = vec![choice("Jane Doe"), choice("Jon Smith")];
    let asked = [About::Who, About::Confirm, About::Code].map(|about| Question {
        choices: if about == About::Who {
            choices.clone()
        } else {
            Vec::new()
        },
        about,
    });
    let questions = std::iter::once(None).chain(asked.iter().map(Some));
    let mut first = None;
    for question in questions {
        let mut sender = setting.sender(&nobody);
        sender.question = question;
        sender.role = role;
        let reading = parse(text, lexicon, &sender).reading;
        let works = match reading {
            Reading::Problem { .. }
            | Reading::Suggest { .. }
            | Reading::Ask { .. }
            | Reading::Chatter
            | Reading::Reaction => false,
            Reading::Lead { .. } => true,
            _ => role != Role::Lead,
        };
        if works {
            return Ok(());
        }
        first.get_or_insert(reading);
    }
    Err(first
        .map(|reading| format!("{reading:?}"))
        .unwrap_or_default())
}

impl Report {
    fn fault(&mut self, pack: &str, text: &str, what: String) {
        self.faults.push(Fault {
            pack: pack.to_owned(),
            text: text.to_owned(),
            what,
        });
    }

    fn corpus(&mut self, pack: &str, corpus: &Corpus, lexicon: &Lexicon) {
        let groups = [
            (&corpus.accept, "execute"),
            (&corpus.reject, "problem"),
            (&corpus.ask, "ask"),
            (&corpus.other, "chatter"),
        ];
        for (group, outcome) in groups {
            for case in group {
                for text in std::iter::once(&case.text).chain(&case.also) {
                    self.messages = self.messages.saturating_add(1);
                    let parsed = said(text, case, &corpus.setting, lexicon);
                    if let Err(what) = means(&parsed, case, outcome) {
                        let got = serde_json::to_string(&parsed).unwrap_or_default();
                        self.fault(pack, text, format!("{what}\n    {got}"));
                    } else if let Err(what) = works(&parsed, case, &corpus.setting, lexicon) {
                        self.fault(pack, text, what);
                    }
                }
            }
        }
    }

    /// The example of every kind of intent is of that kind.
    fn examples(&mut self, lang: &Lang, lexicon: &Lexicon) {
        let setting = Setting::plain(lang);
        for kind in KINDS {
            let Some(example) = lexicon.example(lang, kind) else {
                self.fault(&lang.0, kind, "has no example".to_owned());
                continue;
            };
            self.messages = self.messages.saturating_add(1);
            let nobody = People::default();
            let parsed = parse(example, lexicon, &setting.sender(&nobody));
            let name = match &parsed.reading {
                Reading::Execute { intents } | Reading::Confirm { intents } => {
                    intents.first().map_or("nothing", Intent::name)
                }
                Reading::Help { .. } => "help",
                _ => "no command",
            };
            if name != *kind {
                self.fault(&lang.0, example, format!("is {name}, not {kind}"));
            }
        }
    }
}

/// The kinds of intent a person can text.
const KINDS: &[&str] = &[
    "task.create",
    "task.complete",
    "task.reopen",
    "task.delete",
    "task.show",
    "task.list",
    "note.create",
    "note.list",
    "contact.create",
    "contact.find",
    "contact.show",
    "tag.add",
    "tag.remove",
    "task.update",
    "task.assign",
    "note.update",
    "note.delete",
    "contact.update",
    "contact.delete",
    "appointment.list",
    "appointment.book",
    "appointment.move",
    "appointment.cancel",
    "slots.list",
    "opportunity.list",
    "opportunity.create",
    "opportunity.stage",
    "opportunity.won",
    "opportunity.lost",
    "workflow.add",
    "workflow.remove",
    "campaign.add",
    "campaign.remove",
    "follower.add",
    "follower.remove",
    "business.contacts",
    "message.send",
    "agenda",
    "language",
    "help",
    "whoami",
    "undo",
    "more",
];

fn means(parsed: &Parsed, case: &Case, outcome: &str) -> Result<(), String> {
    let json = serde_json::to_value(parsed).map_err(|error| error.to_string())?;
    let wanted = case.outcome.as_deref().unwrap_or(outcome);
    let at = |path: &str| json.pointer(path).cloned().unwrap_or_default();
    same("outcome", at("/outcome").as_str(), Some(wanted))?;
    if let Some(intents) = &case.intents {
        let found = serde_json::from_value::<Vec<Intent>>(at("/intents"));
        same("intents", found.ok().as_ref(), Some(intents))?;
    }
    if let Some(place) = &case.at {
        same("at", at("/problem/found").as_str(), Some(place.as_str()))?;
    }
    if let Some(expected) = &case.expected {
        let found = serde_json::from_value::<Vec<String>>(at("/problem/expected"));
        same("expected", found.ok().as_ref(), Some(expected))?;
    }
    if let Some(near) = &case.near {
        same("near", at("/problem/near").as_str(), Some(near.as_str()))?;
    }
    if let Some(about) = &case.about {
        same(
            "about",
            at("/question/about").as_str(),
            Some(about.as_str()),
        )?;
    }
    if let Some(choices) = case.choices {
        let found = at("/question/choices").as_array().map(Vec::len);
        same("choices", found, Some(choices))?;
    }
    if let Some(topic) = &case.topic {
        same("topic", at("/topic").as_str(), Some(topic.as_str()))?;
    }
    if let Some(because) = &case.because {
        let given = parsed.reasons.iter().any(|reason| reason.code == *because);
        same("because", given.then_some(because), Some(because))?;
    }
    Ok(())
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the values are made for the comparison"
)]
fn same<T: PartialEq + std::fmt::Debug>(what: &str, found: T, wanted: T) -> Result<(), String> {
    if found == wanted {
        return Ok(());
    }
    Err(format!("{what} is {found:?}, not {wanted:?}"))
}

/// A problem's example works, and the plainest text of what was understood means it again.
fn works(parsed: &Parsed, case: &Case, setting: &Setting, lexicon: &Lexicon) -> Result<(), String> {
    let nobody = People::default();
    match &parsed.reading {
        Reading::Problem { problem } => {
            let Some(example) = &problem.example else {
                return Err("the problem has no example".to_owned());
            };
            let again = parse(example, lexicon, &setting.sender(&nobody)).reading;
            let runs = matches!(
                again,
                Reading::Execute { .. } | Reading::Confirm { .. } | Reading::Help { .. }
            );
            runs.then_some(())
                .ok_or_else(|| format!("the example {example:?} does not work: {again:?}"))
        }
        // A quotation within a quotation has no plain form.
        Reading::Execute { intents } | Reading::Confirm { intents }
            if case.question.is_none() && !quotes(&case.text) =>
        {
            for intent in intents {
                let text = canonical(intent, &Lang(setting.lang.clone()), lexicon);
                let mut sender = setting.sender(&nobody);
                sender.now = at(case.now.as_deref().unwrap_or(&setting.now), &setting.tz)?;
                let again = match parse(&text, lexicon, &sender).reading {
                    Reading::Execute { intents } | Reading::Confirm { intents } => intents,
                    Reading::Help { topic } => vec![Intent::Help { topic }],
                    other => return Err(format!("its plain form {text:?} is {other:?}")),
                };
                same(
                    "its plain form",
                    again.as_slice(),
                    std::slice::from_ref(intent),
                )
                .map_err(|what| format!("{text:?}: {what}"))?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn quotes(text: &str) -> bool {
    text.contains(['"', '\u{201c}', '\u{201d}'])
}

fn said(text: &str, case: &Case, setting: &Setting, lexicon: &Lexicon) -> Parsed {
    let people = if case.strangers {
        People::default()
    } else {
        People {
            names: setting.contacts.clone(),
            tags: setting.tags.clone(),
        }
    };
    let mut sender = setting.sender(&people);
    if let Some(Ok(now)) = case.now.as_ref().map(|now| at(now, &setting.tz)) {
        sender.now = now;
    }
    if let Some(order) = &case.date_order {
        sender.date_order = date_order(order);
    }
    sender.role = case.role.unwrap_or(Role::Staff);
    sender.question = case.question.as_ref();
    parse(text, lexicon, &sender)
}

impl Setting {
    /// Nowhere in particular.
    fn plain(lang: &Lang) -> Self {
        Self {
            lang: lang.0.clone(),
            tz: "UTC".to_owned(),
            now: "2026-03-02T09:30:00Z".to_owned(),
            date_order: None,
            region: None,
            contacts: Vec::new(),
            tags: Vec::new(),
        }
    }

    fn sender<'a>(&self, people: &'a People) -> Sender<'a> {
        let region = self
            .region
            .as_deref()
            .and_then(|region| region.parse().ok());
        let region = region.unwrap_or(Region::US);
        let order = self.date_order.as_deref().map(date_order);
        Sender {
            now: at(&self.now, &self.tz).unwrap_or_default(),
            region,
            date_order: order.unwrap_or_else(|| DateOrder::of(region)),
            lang: Lang(self.lang.clone()),
            role: Role::Staff,
            question: None,
            directory: people,
        }
    }
}

fn at(now: &str, tz: &str) -> Result<jiff::Zoned, String> {
    let now: Timestamp = now.parse().map_err(|error| format!("{now}: {error}"))?;
    let zone = TimeZone::get(tz).map_err(|error| format!("{tz}: {error}"))?;
    Ok(now.to_zoned(zone))
}

fn date_order(order: &str) -> DateOrder {
    match order {
        "dmy" => DateOrder::Dmy,
        "ymd" => DateOrder::Ymd,
        _ => DateOrder::Mdy,
    }
}
