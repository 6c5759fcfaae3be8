//! What is said.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use fieldline::domain::{
    About, Answer, Command, Context, CrmCall, Gate, Handle, Intent, Lang, Outcome, Question, Role,
    Target, TaskRef, Who,
};
use fieldline::grammar::{Lexicon, corpus};
use fieldline::reply::{Rendered, Voice, ask, render};
use serde_json::json;

use super::samples::{
    PLAIN, at, choice, contact, details, every, note, silent, single, task, tasks,
};
use super::{book, said, to_lead, voice};
use crate::plans::fixture;

/// All words that belong to the carriers.
const RESERVED: [&str; 14] = [
    "CANCEL",
    "END",
    "QUIT",
    "STOP",
    "STOPALL",
    "UNSUBSCRIBE",
    "REVOKE",
    "OPTOUT",
    "START",
    "UNSTOP",
    "YES",
    "HELP",
    "INFO",
    "NO",
];

#[test]
fn every_kind_of_outcome_is_said_in_words_for_people() {
    let mut all = String::new();
    for outcome in every(PLAIN) {
        let Rendered { text, segments, .. } = said(std::slice::from_ref(&outcome));
        let code = json!(outcome)["code"].clone();
        let code = code.as_str().unwrap();
        writeln!(all, "--- {code} ({segments})\n{text}").unwrap();
    }
    insta::assert_snapshot!(all);
}

/// The list of kinds comes from the type itself, so that a new one cannot be forgotten here.
#[test]
fn no_kind_of_outcome_is_without_a_sample() {
    let unknown = serde_json::from_value::<Outcome>(json!({ "code": "?" })).unwrap_err();
    let unknown = unknown.to_string();
    let (_, kinds) = unknown.split_once("expected one of ").expect("the kinds");
    let kinds: BTreeSet<&str> = kinds
        .split(", ")
        .map(|kind| kind.trim_matches('`'))
        .collect();
    let sampled: Vec<String> = every(PLAIN)
        .into_iter()
        .chain(silent())
        .map(|outcome| json!(outcome)["code"].as_str().unwrap().to_owned())
        .collect();
    let sampled: BTreeSet<&str> = sampled.iter().map(String::as_str).collect();
    assert_eq!(kinds, sampled);
}

#[test]
fn what_nobody_asked_for_is_not_answered() {
    let lang = Lang::en();
    for outcome in silent() {
        assert_eq!(render(&[outcome], &book(), &voice(&lang)), None);
    }
    assert_eq!(render(&[], &book(), &voice(&lang)), None);
}

#[test]
fn the_words_of_the_carriers_are_never_offered() {
    let examples = book().examples();
    assert!(examples.len() >= 30, "only {}", examples.len());
    for example in examples {
        let whole = example.text.to_uppercase();
        assert!(!RESERVED.contains(&whole.as_str()), "{example:?}");
    }
    let texts = every(PLAIN).into_iter().map(|it| said(&[it]).text);
    let questions = questions().into_iter().map(|(_, it)| it.text);
    for text in texts.chain(questions) {
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            assert!(!RESERVED.contains(&word), "{word} in: {text}");
        }
    }
}

#[test]
fn no_phrase_shows_its_seams() {
    for outcome in every(PLAIN) {
        let text = said(std::slice::from_ref(&outcome)).text;
        for seam in ["{", "}", "[", "]", "`", "  ", " ,", "..", " ."] {
            assert!(!text.contains(seam), "{seam:?} in: {text}");
        }
        let parts = ["task.create", "part.", "slot.", "changed_since"];
        assert!(
            json!(outcome)["code"] == "not_allowed" || !parts.iter().any(|it| text.contains(it)),
            "{text}"
        );
    }
}

#[test]
fn a_task_is_echoed_with_everything_that_was_resolved() {
    let created = &single(PLAIN)[0];
    assert_eq!(
        said(std::slice::from_ref(created)).text,
        "Task #42: Call back - Jane Doe, Thu Mar 5 3:00pm, for Jane Doe. UNDO to remove"
    );
}

#[test]
fn a_date_of_another_year_says_so_and_a_day_has_no_time() {
    let created = &single(PLAIN)[1];
    assert_eq!(
        said(std::slice::from_ref(created)).text,
        "Task #42: Call back, Fri Mar 5 2027. UNDO to remove"
    );
}

#[test]
fn leads_hear_a_person_and_nothing_of_our_insides() {
    let partly = Outcome::Partly {
        done: Box::new(Outcome::LeadRegistered {
            contact: contact(PLAIN),
            reply: None,
        }),
        failed: vec![Outcome::Refused {
            reason: "assignedTo is not a user".to_owned(),
        }],
    };
    let text = |outcome| to_lead(outcome).expect("a reply").text;
    assert_eq!(
        text(partly),
        "Thanks Jane, this is Ray Roofing. We have your message and will be in touch soon."
    );
    assert_eq!(
        text(Outcome::NeedsReview {
            what: "contact.create".to_owned()
        }),
        "Thanks, we have your message and will get back to you."
    );
    assert_eq!(
        text(Outcome::NotAllowed {
            intent: "task.list".to_owned()
        }),
        "This is Ray Roofing. Reply like this and we will get back to you: my name is Dana Whitfield, I need a quote"
    );
    assert_eq!(
        text(Outcome::LeadRegistered {
            contact: contact(PLAIN),
            reply: Some("Thanks Jane! We call you today.".to_owned()),
        }),
        "Thanks Jane! We call you today."
    );
}

#[test]
fn strangers_are_shown_in_every_language_what_registers_them() {
    let lexicon = Lexicon::builtin().unwrap();
    let examples = book().examples();
    for lang in lexicon.langs() {
        let shown: Vec<_> = examples
            .iter()
            .filter(|it| it.lang == lang && it.role == Role::Lead)
            .collect();
        let keys: Vec<_> = shown.iter().map(|it| it.key.as_str()).collect();
        assert_eq!(
            keys,
            ["lead.prompt", "session.stranger", "help.lead"],
            "{lang}"
        );
        for example in shown {
            corpus::offered(&example.text, &lang, Role::Lead, &lexicon).unwrap();
        }
        let stranger = Voice {
            sender_role: Role::Lead,
            brand: "Whitetail Home Services",
            ..voice(&lang)
        };
        for outcome in [Outcome::Greeted, Outcome::Helped { topic: None }] {
            let text = render(&[outcome], &book(), &stranger).expect("a reply");
            assert_eq!((text.segments, text.unicode), (1, false), "{}", text.text);
        }
    }
}

#[test]
fn help_for_strangers_carries_what_the_carriers_ask_for() {
    let help = to_lead(Outcome::Helped { topic: None }).expect("a reply");
    for part in ["Ray Roofing", "Msg&data rates may apply", "STOP"] {
        assert!(
            help.text.contains(part),
            "{part} is missing in: {}",
            help.text
        );
    }
    assert_eq!(help.segments, 1);
    let gone = to_lead(Outcome::OptedOut).expect("a reply");
    assert!(gone.text.contains("Ray Roofing"), "{}", gone.text);
}

#[test]
fn help_for_staff_fits_one_sms_and_is_all_commands() {
    let examples = book().examples();
    for topic in ["", "task", "note", "tag", "contact", "undo"] {
        let topic = Some(topic.to_owned());
        let help = said(&[Outcome::Helped { topic }]);
        assert_eq!(help.segments, 1, "{}", help.text);
        let offered = examples.iter().filter(|it| help.text.contains(&it.text));
        assert!(offered.count() >= 3, "{}", help.text);
    }
}

#[test]
fn several_outcomes_are_one_text_in_short_forms() {
    let outcomes = [
        Outcome::TasksCompleted {
            tasks: vec![task(PLAIN, 42)],
            already: vec![],
            gone: vec![],
        },
        Outcome::NoteAdded {
            note: note(PLAIN),
            contact: contact(PLAIN),
        },
        Outcome::NoSuchTask {
            number: Some(99),
            title: None,
            open: tasks(PLAIN, 3),
        },
    ];
    assert_eq!(
        said(&outcomes).text,
        "Done: #42 Call back\nNote n42 on Jane Doe\nNo task #99."
    );
}

#[test]
fn every_question_says_what_answers_it() {
    let mut all = String::new();
    for (name, Rendered { text, segments, .. }) in questions() {
        assert_eq!(segments, 1, "{text}");
        writeln!(all, "--- {name}\n{text}").unwrap();
    }
    insta::assert_snapshot!(all);
}

#[test]
fn the_code_is_named_as_the_secret_it_is() {
    let (_, rendered) = questions().pop().expect("the code is the last");
    assert_eq!(rendered.secret.as_deref(), Some("4821"));
    assert!(rendered.text.contains("OK 4821"), "{}", rendered.text);
    let (_, other) = questions().swap_remove(0);
    assert_eq!(other.secret, None);
}

/// A question of every kind, by name.
fn questions() -> Vec<(&'static str, Rendered)> {
    let lang = Lang::en();
    let book = book();
    let voice = voice(&lang);
    let mut context = fixture::context();
    let target = Target {
        contact: contact(PLAIN).id,
        contact_name: Some("Jane Doe".to_owned()),
        id: "t43".to_owned(),
        title: "Send quote".to_owned(),
        completed: false,
    };
    context.bound.handles.insert(Handle::task(43), target);
    let note = |name: &str| Intent::NoteCreate {
        who: Who::Name(name.to_owned()),
        text: "left voicemail".to_owned(),
    };
    let question = |about, labels: &[&str]| Question {
        about,
        choices: labels.iter().map(|it| choice(it)).collect(),
    };
    let delete = Intent::TaskDelete {
        tasks: vec![TaskRef::Handle(43)],
    };
    let mut tasks = question(About::Task, &["Call Jane", "Call Jane's boss"]);
    for (choice, number) in tasks.choices.iter_mut().zip([42, 44]) {
        choice.task = Some(task(PLAIN, number));
    }
    let titled = Intent::TaskComplete {
        tasks: vec![TaskRef::Title {
            title: "call jane".to_owned(),
        }],
    };
    let mut all: Vec<(&'static str, Rendered)> = [
        (
            "who",
            question(About::Who, &["Bob Lee (Acme)", "Bob Ray"]),
            note("bob"),
        ),
        (
            "who, nearly",
            question(About::Who, &["Bob Lee", "Rob Bobb"]),
            note("bobb"),
        ),
        (
            "who, only one",
            question(About::Who, &["Jane Doe"]),
            note("jnae"),
        ),
        ("task", tasks, titled),
        (
            "when",
            question(About::When, &["Thu Mar 5", "Tue Mar 3", "no date"]),
            note("jane"),
        ),
        ("handle", question(About::Handle, &["done 4"]), note("jane")),
        (
            "meant",
            question(About::Intent, &[]),
            Intent::TaskList {
                who: None,
                assignee: None,
                when: None,
                state: None,
            },
        ),
        ("meant", question(About::Intent, &[]), note("Jane")),
        (
            "meant",
            question(About::Intent, &[]),
            Intent::ContactCreate { details: details() },
        ),
        (
            "meant",
            question(About::Intent, &[]),
            Intent::Answer(Answer::Yes(true)),
        ),
        (
            "confirm",
            question(About::Confirm, &[]),
            Intent::TaskComplete {
                tasks: vec![TaskRef::Handle(43), TaskRef::Handle(44)],
            },
        ),
    ]
    .into_iter()
    .map(|(name, question, intent)| {
        let held = [held(intent, &context)];
        (name, ask(&question, &held, &book, &voice))
    })
    .collect();
    context.gate = Gate::Code {
        code: "4821".to_owned(),
    };
    let code = ask(
        &question(About::Code, &[]),
        &[held(delete, &context)],
        &book,
        &voice,
    );
    all.push(("code", code));
    all
}

fn held(intent: Intent, context: &Context) -> Command {
    Command {
        intent,
        context: context.clone(),
    }
}

/// A Y decides on all of them, so none goes unnamed.
#[test]
fn a_question_names_every_command_it_decides_on() {
    let lang = Lang::en();
    let context = fixture::context();
    let done = |number| {
        let tasks = vec![TaskRef::Handle(number)];
        held(Intent::TaskComplete { tasks }, &context)
    };
    for about in [About::Confirm, About::Intent] {
        let question = Question {
            about,
            choices: Vec::new(),
        };
        let asked = ask(&question, &[done(61), done(62)], &book(), &voice(&lang));
        assert!(asked.text.contains("done #61; done #62?"), "{}", asked.text);
    }
}

/// Every call of the CRM has a name for people.
#[test]
fn an_unclear_effect_is_named() {
    let contact = contact(PLAIN).id;
    let marker = String::new();
    let effects = [
        CrmCall::CreateContact {
            details: details(),
            phone: None,
            tags: vec![],
            source: None,
        },
        CrmCall::CreateTask {
            contact: contact.clone(),
            title: String::new(),
            body: None,
            due: at("2026-03-05T21:00:00Z"),
            assignee: None,
            marker: marker.clone(),
        },
        CrmCall::SetTaskCompleted {
            contact: contact.clone(),
            task: task(PLAIN, 1).id,
            completed: true,
        },
        CrmCall::DeleteTask {
            contact: contact.clone(),
            task: task(PLAIN, 1).id,
        },
        CrmCall::CreateNote {
            contact: contact.clone(),
            body: String::new(),
            user: None,
            marker,
        },
        CrmCall::DeleteNote {
            contact: contact.clone(),
            note: note(PLAIN).id,
        },
        CrmCall::AddTags {
            contact: contact.clone(),
            tags: vec![],
        },
        CrmCall::RemoveTags {
            contact,
            tags: vec![],
        },
    ];
    for call in effects {
        let what = call.op().to_owned();
        let text = said(&[Outcome::NeedsReview { what }]).text;
        assert!(!text.contains(call.op()), "{text}");
    }
}
