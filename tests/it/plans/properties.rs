//! What holds for every intent and whatever the world answers.

use fieldline::domain::{
    About, Answer, Assignee, Choice, Contact, ContactId, Context, CrmCall, Details, Gate, Handle,
    Intent, ListState, ListWhen, Note, NoteId, Observation, Outcome, Question, Role, Target, Task,
    TaskId, TaskRef, Undoable, UserId, Who,
};
use fieldline::plan::{Risk, Step, next, references_of, requires, risk};
use proptest::prelude::*;
use proptest::sample::select;

use super::fixture;

/// No plan is longer: five tasks by title with a question each, and what failed.
const LONGEST: usize = 60;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// The engine's loop with a world that answers anything at all: it ends, and no effect is sent a second time.
    #[test]
    fn no_effect_happens_twice_and_every_plan_ends(
        intent in intents(),
        gate in gates(),
        context in contexts(),
        world in prop::collection::vec(observations(), LONGEST),
    ) {
        let context = Context { gate, ..context };
        let mut sent: Vec<CrmCall> = Vec::new();
        let mut ended = None;
        for known in 0..LONGEST {
            match next(&intent, &context, &world[..known]) {
                Step::Call(call) => {
                    prop_assert!(!call.changes() || !sent.contains(&call), "again: {call:?}");
                    prop_assert!(context.role >= requires(&intent));
                    sent.push(call);
                }
                Step::Ask(question) => prop_assert!(question.choices.len() <= 4),
                Step::Done(outcome) => {
                    ended = Some(outcome);
                    break;
                }
            }
        }
        prop_assert!(ended.is_some(), "no end in sight");
    }

    /// Nothing destructive is sent before the right code was seen.
    #[test]
    fn nothing_is_destroyed_without_the_code(
        intent in intents(),
        gate in gates(),
        context in contexts(),
        world in prop::collection::vec(observations(), 0..8),
    ) {
        let context = Context { gate, ..context };
        let proven = match &context.gate {
            Gate::Code { code } => {
                world.contains(&Observation::Answered(Answer::Code(code.clone())))
            }
            _ => false,
        };
        if let Step::Call(CrmCall::DeleteTask { .. }) = next(&intent, &context, &world) {
            prop_assert!(proven || intent == Intent::Undo);
        }
    }
}

#[test]
fn what_a_gate_can_choose_is_bound_with_the_intent() {
    let choice = |number| Choice {
        label: String::new(),
        intent: Some(Box::new(Intent::TaskComplete {
            tasks: vec![TaskRef::Handle(number)],
        })),
        contact: None,
        task: None,
    };
    let question = Question {
        about: About::Handle,
        choices: vec![choice(4), choice(42)],
    };
    let found = references_of(&Intent::More, &Gate::Choose { question });
    assert_eq!(found.handles, [Handle::task(4), Handle::task(42)]);
}

#[test]
fn a_stranger_may_register_and_ask_for_help_and_nothing_else() {
    let context = Context {
        role: Role::Lead,
        person: None,
        ..fixture::context()
    };
    for intent in every_intent() {
        let step = next(&intent, &context, &[]);
        let denied = matches!(step, Step::Done(Outcome::NotAllowed { .. }));
        assert_eq!(denied, requires(&intent) > Role::Lead, "{intent:?}");
    }
}

#[test]
fn only_deleting_is_destructive() {
    for intent in every_intent() {
        let deletes = matches!(intent, Intent::TaskDelete { .. });
        assert_eq!(risk(&intent) == Risk::Destroy, deletes, "{intent:?}");
    }
}

fn contexts() -> impl Strategy<Value = Context> {
    let role = select(vec![Role::Lead, Role::Staff, Role::Owner]);
    let user = any::<bool>();
    let contacts = prop::collection::vec(contact(), 0..3);
    let undo = prop::option::of(prop::collection::vec(effects(), 0..4));
    (role, user, contacts, any::<bool>(), undo).prop_map(|(role, user, contacts, near, undo)| {
        let mut context = fixture::context();
        context.role = role;
        if let (Some(person), false) = (&mut context.person, user) {
            person.user_id = None;
        }
        context.bound.contacts = contacts;
        context.bound.near = near;
        for number in [1, 2, 3] {
            let target = Target {
                contact: ContactId::from("c"),
                contact_name: None,
                id: format!("t{number}"),
                title: "Call".to_owned(),
                completed: number == 2,
            };
            context.bound.handles.insert(Handle::task(number), target);
        }
        context.thread.task = Some(Handle::task(1));
        context.undo = undo.map(|effects| Undoable {
            message: "in_019ac0c0e0007000800000000000000a".parse().unwrap(),
            text: "done 42".to_owned(),
            effects,
        });
        context
    })
}

fn gates() -> impl Strategy<Value = Gate> {
    let choose = prop::collection::vec(intents(), 0..3).prop_map(|intents| Gate::Choose {
        question: Question {
            about: About::Intent,
            choices: intents
                .into_iter()
                .map(|intent| Choice {
                    label: String::new(),
                    intent: Some(Box::new(intent)),
                    contact: None,
                    task: None,
                })
                .collect(),
        },
    });
    prop_oneof![
        4 => Just(Gate::Open),
        1 => Just(Gate::Meant),
        1 => Just(Gate::Confirm),
        2 => Just(Gate::Code { code: "4821".to_owned() }),
        1 => choose,
    ]
}

fn intents() -> impl Strategy<Value = Intent> {
    select(every_intent())
}

fn every_intent() -> Vec<Intent> {
    let who = || Who::Name("Jane".to_owned());
    let tasks = || {
        vec![
            TaskRef::Handle(1),
            TaskRef::Handle(2),
            TaskRef::Handle(1),
            TaskRef::Handle(9),
            TaskRef::Title {
                title: "Call".to_owned(),
            },
            TaskRef::Last { last: true },
        ]
    };
    let details = || Details {
        name: Some("Jane Doe".to_owned()),
        phone: Some("+14155550132".to_owned()),
        ..Details::default()
    };
    let tags = || vec!["vip".to_owned(), "VIP".to_owned()];
    vec![
        Intent::TaskCreate {
            who: None,
            title: "Call".to_owned(),
            due: None,
            assignee: Some(Assignee::Name("Ann".to_owned())),
            priority: None,
        },
        Intent::TaskCreate {
            who: Some(who()),
            title: "Call".to_owned(),
            due: None,
            assignee: None,
            priority: None,
        },
        Intent::TaskComplete { tasks: tasks() },
        Intent::TaskReopen { tasks: tasks() },
        Intent::TaskDelete { tasks: tasks() },
        Intent::TaskShow { tasks: tasks() },
        Intent::TaskList {
            who: None,
            assignee: None,
            when: Some(ListWhen::Week),
            state: Some(ListState::Open),
        },
        Intent::TaskList {
            who: Some(Who::Last(true)),
            assignee: Some(Assignee::Me(true)),
            when: None,
            state: None,
        },
        Intent::NoteCreate {
            who: who(),
            text: "left voicemail".to_owned(),
        },
        Intent::NoteList {
            who: Who::Email("jane@example.com".to_owned()),
        },
        Intent::ContactCreate { details: details() },
        Intent::ContactFind {
            query: "555-0142".to_owned(),
        },
        Intent::ContactShow { who: who() },
        Intent::TagAdd {
            who: who(),
            tags: tags(),
        },
        Intent::TagRemove {
            who: Who::Contact(12),
            tags: tags(),
        },
        Intent::LeadRegister {
            details: details(),
            note: Some("need a quote".to_owned()),
            tags: tags(),
        },
        Intent::Help { topic: None },
        Intent::WhoAmI,
        Intent::Undo,
        Intent::More,
        Intent::Answer(Answer::Yes(true)),
    ]
}

fn observations() -> impl Strategy<Value = Observation> {
    prop_oneof![
        4 => contact().prop_map(Observation::Contact),
        4 => prop::collection::vec(contact(), 0..6).prop_map(Observation::Contacts),
        6 => task().prop_map(Observation::Task),
        4 => prop::collection::vec(task(), 0..6).prop_map(Observation::Tasks),
        2 => note().prop_map(Observation::Note),
        2 => prop::collection::vec(note(), 0..3).prop_map(Observation::Notes),
        2 => prop::collection::vec("[a-z]{1,3}", 0..3).prop_map(Observation::Tags),
        2 => Just(Observation::Deleted),
        1 => Just(Observation::Gone),
        1 => Just(Observation::Duplicate {
            contact: ContactId::from("c"),
            field: Some("phone".to_owned()),
            name: None,
        }),
        1 => Just(Observation::Refused { reason: "no".to_owned() }),
        6 => answers().prop_map(Observation::Answered),
        1 => Just(Observation::Unknown),
        1 => Just(Observation::NotAllowed),
    ]
}

fn effects() -> impl Strategy<Value = (CrmCall, Observation)> {
    let contact = ContactId::from("c");
    let calls = vec![
        CrmCall::CreateNote {
            contact: contact.clone(),
            body: "left voicemail".to_owned(),
            user: None,
            marker: "M".to_owned(),
        },
        CrmCall::SetTaskCompleted {
            contact: contact.clone(),
            task: TaskId::from("t1"),
            completed: true,
        },
        CrmCall::AddTags {
            contact: contact.clone(),
            tags: vec!["vip".to_owned()],
        },
        CrmCall::RemoveTags {
            contact: contact.clone(),
            tags: vec!["vip".to_owned()],
        },
        CrmCall::DeleteTask {
            contact,
            task: TaskId::from("t1"),
        },
    ];
    (select(calls), observations())
}

fn answers() -> impl Strategy<Value = Answer> {
    prop_oneof![
        (0..6_u32).prop_map(Answer::Choice),
        Just(Answer::Yes(true)),
        Just(Answer::No(true)),
        select(vec!["4821", "0000"]).prop_map(|code| Answer::Code(code.to_owned())),
    ]
}

fn contact() -> impl Strategy<Value = Contact> {
    ("[a-c]", select(vec!["Jane Doe", "Jane Roe", "Al", ""])).prop_map(|(id, name)| Contact {
        id: ContactId(id),
        handle: None,
        name: name.to_owned(),
        phone: None,
        email: None,
        company: None,
        tags: vec!["vip".to_owned()],
    })
}

fn task() -> impl Strategy<Value = Task> {
    let title = select(vec!["Call", "Call Jane", "Send quote"]);
    ("t[1-4]", title, any::<bool>()).prop_map(|(id, title, completed)| Task {
        id: TaskId(id),
        contact: ContactId::from("c"),
        handle: None,
        title: title.to_owned(),
        body: None,
        due: None,
        completed,
        assignee: Some(UserId::from("u_bob")),
        contact_name: None,
    })
}

fn note() -> impl Strategy<Value = Note> {
    "[a-z]{0,9}".prop_map(|body| Note {
        id: NoteId::from("n"),
        contact: ContactId::from("c"),
        handle: None,
        body,
        added: None,
    })
}
