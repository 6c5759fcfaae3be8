//! The corpora beside the words: every case says what a message means. `grammar/README.md` tells the format.

mod ebnf;

use std::path::{Path, PathBuf};

use fieldline::domain::{
    Candidate, Contact, ContactId, Directory, Intent, Lang, Match, Parsed, Question, Reading,
    Region, Role,
};
use fieldline::grammar::{DateOrder, Lexicon, Sender, parse};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;

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

#[test]
fn every_case_of_every_corpus_means_what_it_says() {
    let lexicon = Lexicon::builtin().unwrap();
    let mut cases = 0;
    let mut wrong = Vec::new();
    for file in corpora() {
        let corpus = read(&file);
        let groups = [
            (&corpus.accept, "execute"),
            (&corpus.reject, "problem"),
            (&corpus.ask, "ask"),
            (&corpus.other, "chatter"),
        ];
        for (group, outcome) in groups {
            for case in group {
                for text in std::iter::once(&case.text).chain(&case.also) {
                    cases += 1;
                    let parsed = said(text, case, &corpus.setting, &lexicon);
                    if let Err(what) = check(&parsed, case, outcome) {
                        let json = serde_json::to_string(&parsed).unwrap();
                        wrong.push(format!("{}: {text:?}: {what}\n    {json}", file.display()));
                    }
                }
            }
        }
    }
    assert!(cases > 100, "only {cases} cases");
    assert!(
        wrong.is_empty(),
        "{} of {cases}\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn the_example_of_every_problem_works() {
    let lexicon = Lexicon::builtin().unwrap();
    for file in corpora() {
        let corpus = read(&file);
        for case in &corpus.reject {
            let parsed = said(&case.text, case, &corpus.setting, &lexicon);
            let Reading::Problem { problem } = parsed.reading else {
                continue;
            };
            let example = problem.example.expect("an example");
            let works = said(&example, case, &corpus.setting, &lexicon);
            assert!(
                matches!(
                    works.reading,
                    Reading::Execute { .. } | Reading::Confirm { .. } | Reading::Help { .. }
                ),
                "{example}: {works:?}"
            );
        }
    }
}

#[test]
fn the_example_of_every_kind_of_intent_is_of_that_kind() {
    let lexicon = Lexicon::builtin().unwrap();
    for lang in lexicon.langs() {
        let setting = Setting {
            lang: lang.0.clone(),
            tz: "UTC".to_owned(),
            now: "2026-03-02T09:30:00Z".to_owned(),
            date_order: None,
            contacts: Vec::new(),
            tags: Vec::new(),
        };
        for kind in KINDS {
            let example = lexicon
                .example(&lang, kind)
                .unwrap_or_else(|| panic!("{lang} has no example of {kind}"));
            let parsed = parse_in(example, &setting, &lexicon);
            let name = match &parsed.reading {
                Reading::Execute { intents } | Reading::Confirm { intents } => intents[0].name(),
                Reading::Help { .. } => "help",
                other => panic!("{lang} {example:?}: {other:?}"),
            };
            assert_eq!(name, *kind, "{lang} {example:?}");
        }
    }
}

#[test]
fn the_contract_is_kept_to_the_letter() {
    let setting = Setting {
        lang: "en".to_owned(),
        tz: "America/Chicago".to_owned(),
        now: "2026-11-23T09:30:00-06:00".to_owned(),
        date_order: None,
        contacts: Vec::new(),
        tags: Vec::new(),
    };
    let lexicon = Lexicon::builtin().unwrap();
    let json = |text: &str| serde_json::to_string(&parse_in(text, &setting, &lexicon)).unwrap();
    assert_eq!(
        json("done 42"),
        r#"{"outcome":"execute","intents":[{"do":"task.complete","tasks":[42]}],"lang":"en","reasons":[{"code":"HEAD_ALIAS","span":[0,4],"from":"done"}]}"#
    );
    let thursday = json("task thrusday");
    assert!(
        thursday.starts_with(
            r#"{"outcome":"problem","problem":{"at":[5,13],"found":"thrusday","expected":["date"],"near":"thursday""#
        ),
        "{thursday}"
    );
    assert_eq!(
        json("STOP"),
        r#"{"outcome":"optout","lang":"en","reasons":[]}"#
    );
    assert_eq!(
        json("help"),
        r#"{"outcome":"help","topic":null,"lang":"en","reasons":[{"code":"HEAD_ALIAS","span":[0,4],"from":"help"}]}"#
    );
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

fn check(parsed: &Parsed, case: &Case, outcome: &str) -> Result<(), String> {
    let json = serde_json::to_value(parsed).map_err(|error| error.to_string())?;
    let wanted = case.outcome.as_deref().unwrap_or(outcome);
    same("outcome", json["outcome"].as_str(), Some(wanted))?;
    if let Some(intents) = &case.intents {
        let found = serde_json::from_value::<Vec<Intent>>(json["intents"].clone());
        same("intents", found.ok().as_ref(), Some(intents))?;
    }
    let problem = &json["problem"];
    if let Some(at) = &case.at {
        same("at", problem["found"].as_str(), Some(at.as_str()))?;
    }
    if let Some(expected) = &case.expected {
        let found = serde_json::from_value::<Vec<String>>(problem["expected"].clone());
        same("expected", found.ok().as_ref(), Some(expected))?;
    }
    if let Some(near) = &case.near {
        same("near", problem["near"].as_str(), Some(near.as_str()))?;
    }
    if let Some(about) = &case.about {
        same(
            "about",
            json["question"]["about"].as_str(),
            Some(about.as_str()),
        )?;
    }
    if let Some(choices) = case.choices {
        let found = json["question"]["choices"].as_array().map(Vec::len);
        same("choices", found, Some(choices))?;
    }
    if let Some(topic) = &case.topic {
        same("topic", json["topic"].as_str(), Some(topic.as_str()))?;
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

fn said(text: &str, case: &Case, setting: &Setting, lexicon: &Lexicon) -> Parsed {
    let people = People {
        names: if case.strangers {
            Vec::new()
        } else {
            setting.contacts.clone()
        },
        tags: setting.tags.clone(),
    };
    let mut sender = sender(setting, &people);
    if let Some(now) = &case.now {
        sender.now = at(now, &setting.tz);
    }
    if let Some(order) = &case.date_order {
        sender.date_order = date_order(Some(order));
    }
    sender.role = case.role.unwrap_or(Role::Staff);
    sender.question = case.question.as_ref();
    parse(text, lexicon, &sender)
}

fn parse_in(text: &str, setting: &Setting, lexicon: &Lexicon) -> Parsed {
    let people = People {
        names: Vec::new(),
        tags: Vec::new(),
    };
    parse(text, lexicon, &sender(setting, &people))
}

fn sender<'a>(setting: &Setting, people: &'a People) -> Sender<'a> {
    Sender {
        now: at(&setting.now, &setting.tz),
        region: Region::US,
        date_order: date_order(setting.date_order.as_deref()),
        lang: Lang(setting.lang.clone()),
        role: Role::Staff,
        question: None,
        directory: people,
    }
}

fn at(now: &str, tz: &str) -> jiff::Zoned {
    let now: Timestamp = now.parse().unwrap();
    now.to_zoned(TimeZone::get(tz).unwrap())
}

fn date_order(order: Option<&str>) -> DateOrder {
    match order {
        Some("dmy") => DateOrder::Dmy,
        Some("ymd") => DateOrder::Ymd,
        _ => DateOrder::Mdy,
    }
}

fn read(file: &Path) -> Corpus {
    let text = std::fs::read_to_string(file).unwrap();
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn corpora() -> Vec<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("grammar");
    let mut files: Vec<PathBuf> = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path().join("corpus.toml"))
        .filter(|file| file.exists())
        .collect();
    files.sort();
    assert!(!files.is_empty());
    files
}
