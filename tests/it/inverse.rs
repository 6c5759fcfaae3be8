//! `parse(canonical(intent)) == intent` in every language, and no text whatever makes the parser panic or doubt itself.

use fieldline::domain::{
    AppointmentRef, Assignee, Details, Intent, Lang, ListState, ListWhen, Phone, Priority, Reading,
    Region, Role, TaskRef, Value, When, Who,
};
use fieldline::grammar::{DateOrder, EmptyDirectory, Lexicon, Sender, canonical, consent, parse};
use jiff::civil::{Date, date};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use proptest::prelude::*;
use std::sync::LazyLock;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::builtin().unwrap());

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_canonical_text_of_an_intent_means_it(intent in intent()) {
        for lang in LEXICON.langs() {
            let text = canonical(&intent, &lang, &LEXICON);
            let parsed = parse(&text, &LEXICON, &staff(&lang));
            let intents = match parsed.reading {
                Reading::Execute { intents } | Reading::Confirm { intents } => intents,
                Reading::Help { topic } => vec![Intent::Help { topic }],
                other => return Err(TestCaseError::fail(format!("{lang}: {text:?} is {other:?}"))),
            };
            prop_assert_eq!(&intents, std::slice::from_ref(&intent), "{}: {:?}", lang, text);
        }
    }

    #[test]
    fn no_text_panics_and_all_are_read_alike_twice(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn no_words_panic(words in prop::collection::vec(word(), 0..40), glue in prop::sample::select(vec![" ", "", "\n", ", ", "-"])) {
        check(&words.join(glue));
    }
}

#[test]
fn long_and_hostile_messages_are_read() {
    for text in [
        "a at a ".repeat(10_000),
        "done ".repeat(5_000),
        "42 ".repeat(5_000),
        "\"".repeat(3_000),
        "(".repeat(3_000),
        "1-".repeat(3_000),
        "next ".repeat(3_000),
        "task call bob ; ".repeat(2_000),
        "in 1 hour and ".repeat(1_000),
        "\u{1F468}\u{200D}\u{1F469}".repeat(2_000),
        "@a.".repeat(3_000),
        "+1 ".repeat(3_000),
    ] {
        check(&text);
    }
}

fn check(text: &str) {
    let _ = consent(text, &LEXICON);
    for role in [Role::Staff, Role::Lead] {
        let mut sender = staff(&Lang::en());
        sender.role = role;
        let parsed = parse(text, &LEXICON, &sender);
        assert_eq!(parsed, parse(text, &LEXICON, &sender));
        for reason in &parsed.reasons {
            let [from, to] = reason.span;
            assert!(text.get(from..to).is_some(), "{reason:?} in {text:?}");
        }
        if let Reading::Problem { problem } = &parsed.reading {
            let [from, to] = problem.at;
            assert_eq!(text.get(from..to), Some(problem.found.as_str()), "{text:?}");
        }
    }
}

fn staff(lang: &Lang) -> Sender<'static> {
    let now: Zoned = date(2026, 3, 2)
        .at(9, 30, 0, 0)
        .to_zoned(TimeZone::get("America/Chicago").unwrap())
        .unwrap();
    Sender {
        now,
        region: Region::US,
        date_order: DateOrder::Mdy,
        lang: lang.clone(),
        role: Role::Staff,
        question: None,
        directory: &EmptyDirectory,
    }
}

/// Words that rules look at, to get deeper than random characters do.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "done",
            "task",
            "note",
            "tag",
            "remind",
            "me",
            "add",
            "delete",
            "for",
            "to",
            "in",
            "at",
            "next",
            "friday",
            "tomorrow",
            "half",
            "past",
            "quarter",
            "3",
            "42",
            "pm",
            "a",
            "an",
            "hour",
            "and",
            "of",
            "the",
            "march",
            "may",
            "first",
            "every",
            "week",
            "end",
            "ago",
            "from",
            "now",
            "Jane",
            "Doe",
            ":",
            "-",
            ",",
            ";",
            "\"",
            "@",
            "#",
            "!",
            "c12",
            "t4",
            "+14155550132",
            "x@y.co",
            "2026-03-05",
            "15:30",
            "3/4",
            "99999999999",
            "minutes",
            "before",
            "month",
            "31",
            "30",
            "2",
            "last",
            "year",
            "day",
            "after",
            "noon",
            "morning",
            "february",
        ])
        .prop_map(str::to_owned),
        "[a-z]{1,9}",
        "[0-9]{1,5}",
    ]
}

fn intent() -> impl Strategy<Value = Intent> {
    prop_oneof![
        (
            prop::option::of(who()),
            text(),
            prop::option::of(due()),
            prop::option::of(assignee()),
            prop::option::of(priority())
        )
            .prop_map(|(who, title, due, assignee, priority)| Intent::TaskCreate {
                who,
                title,
                due,
                assignee,
                priority
            }),
        tasks().prop_map(|tasks| Intent::TaskComplete { tasks }),
        tasks().prop_map(|tasks| Intent::TaskReopen { tasks }),
        tasks().prop_map(|tasks| Intent::TaskDelete { tasks }),
        handles().prop_map(|tasks| Intent::TaskShow { tasks }),
        (
            prop::option::of(who()),
            prop::option::of(assignee()),
            prop::option::of(list_when()),
            prop::option::of(prop::sample::select(vec![ListState::Open, ListState::Done])),
        )
            .prop_map(|(who, assignee, when, state)| Intent::TaskList {
                who,
                assignee,
                when,
                state
            }),
        (who(), text()).prop_map(|(who, text)| Intent::NoteCreate { who, text }),
        who().prop_map(|who| Intent::NoteList { who }),
        details().prop_map(|details| Intent::ContactCreate { details }),
        text().prop_map(|query| Intent::ContactFind { query }),
        who().prop_map(|who| Intent::ContactShow { who }),
        (who(), tags()).prop_map(|(who, tags)| Intent::TagAdd { who, tags }),
        (who(), tags()).prop_map(|(who, tags)| Intent::TagRemove { who, tags }),
        prop::option::of(prop::sample::select(vec![
            "task", "note", "done", "tag", "undo"
        ]))
        .prop_map(|topic| Intent::Help {
            topic: topic.map(str::to_owned)
        }),
        Just(Intent::WhoAmI),
        Just(Intent::Undo),
        Just(Intent::More),
        change(),
        schedule(),
        rest(),
    ]
}

fn change() -> impl Strategy<Value = Intent> {
    prop_oneof![
        (task(), text()).prop_map(|(task, title)| Intent::TaskUpdate {
            task,
            title: Some(title),
            due: None
        }),
        (task(), due()).prop_map(|(task, due)| Intent::TaskUpdate {
            task,
            title: None,
            due: Some(due)
        }),
        (handles(), assignee())
            .prop_map(|(tasks, assignee)| Intent::TaskAssign { tasks, assignee }),
        (number(), text()).prop_map(|(note, text)| Intent::NoteUpdate { note, text }),
        number().prop_map(|note| Intent::NoteDelete { note }),
        (who(), field()).prop_map(|(who, details)| Intent::ContactUpdate { who, details }),
        known().prop_map(|who| Intent::ContactDelete { who }),
    ]
}

fn schedule() -> impl Strategy<Value = Intent> {
    prop_oneof![
        (prop::option::of(who()), prop::option::of(list_when()))
            .prop_map(|(who, when)| Intent::AppointmentList { who, when }),
        (
            prop::option::of(who()),
            moment(),
            prop::option::of(text()),
            prop::option::of(text())
        )
            .prop_map(|(who, start, place, title)| Intent::AppointmentBook {
                who,
                start: Some(start),
                end: None,
                place,
                title,
                calendar: None
            }),
        (appointment(), moment()).prop_map(|(appointment, start)| Intent::AppointmentMove {
            appointment,
            start: Some(start)
        }),
        appointment().prop_map(|appointment| Intent::AppointmentCancel { appointment }),
        (prop::option::of(list_when()), prop::option::of(text()))
            .prop_map(|(when, calendar)| Intent::SlotsList { when, calendar }),
        prop::option::of(later()).prop_map(|when| Intent::Agenda { when }),
    ]
}

fn rest() -> impl Strategy<Value = Intent> {
    prop_oneof![
        prop::option::of(who()).prop_map(|who| Intent::OpportunityList { who }),
        (
            prop::option::of(who()),
            text(),
            prop::option::of(1_u64..10_000_000),
            prop::option::of(text())
        )
            .prop_map(|(who, name, value, pipeline)| Intent::OpportunityCreate {
                who,
                name: Some(name),
                value: value.map(|value| Value::from_hundredths(value * 10)),
                pipeline
            }),
        (number(), text())
            .prop_map(|(opportunity, stage)| Intent::OpportunityStage { opportunity, stage }),
        number().prop_map(|opportunity| Intent::OpportunityWon { opportunity }),
        (number(), prop::option::of(text())).prop_map(|(opportunity, reason)| {
            Intent::OpportunityLost {
                opportunity,
                reason,
            }
        }),
        (who(), text()).prop_map(|(who, workflow)| Intent::WorkflowAdd { who, workflow }),
        (who(), text()).prop_map(|(who, workflow)| Intent::WorkflowRemove { who, workflow }),
        (who(), text()).prop_map(|(who, campaign)| Intent::CampaignAdd { who, campaign }),
        (who(), prop::option::of(text()))
            .prop_map(|(who, campaign)| Intent::CampaignRemove { who, campaign }),
        who().prop_map(|who| Intent::FollowerAdd {
            who,
            users: vec![Assignee::Me(true)]
        }),
        who().prop_map(|who| Intent::FollowerRemove {
            who,
            users: vec![Assignee::Me(true)]
        }),
        text().prop_map(|business| Intent::BusinessContacts { business }),
        (who(), text()).prop_map(|(who, text)| Intent::MessageSend { who, text }),
        prop::sample::select(vec!["en", "es", "fr", "de", "pt", "it"]).prop_map(|lang| {
            Intent::Language {
                lang: Lang(lang.to_owned()),
            }
        }),
    ]
}

fn task() -> impl Strategy<Value = TaskRef> {
    prop_oneof![
        number().prop_map(TaskRef::Handle),
        text().prop_map(|title| TaskRef::Title { title }),
    ]
}

fn number() -> impl Strategy<Value = u32> {
    1_u32..100_000
}

fn appointment() -> impl Strategy<Value = AppointmentRef> {
    prop_oneof![
        number().prop_map(AppointmentRef::Handle),
        who().prop_map(|who| AppointmentRef::With { who }),
    ]
}

fn field() -> impl Strategy<Value = Details> {
    prop_oneof![
        text().prop_map(|name| Details {
            name: Some(name),
            ..Details::default()
        }),
        text().prop_map(|company| Details {
            company: Some(company),
            ..Details::default()
        }),
        "[2-9][0-9]{2}[2-9][0-9]{6}".prop_map(|d| Details {
            phone: Some(format!("+1{d}")),
            ..Details::default()
        }),
        "[a-z]{1,8}@[a-z]{1,8}\\.com".prop_map(|email| Details {
            email: Some(email),
            ..Details::default()
        }),
    ]
}

/// Somebody who is named, not pointed at.
fn known() -> impl Strategy<Value = Who> {
    who().prop_filter("named", |who| !matches!(who, Who::Last(_)))
}

fn later() -> impl Strategy<Value = ListWhen> {
    list_when().prop_filter("not today", |when| *when != ListWhen::Today)
}

fn moment() -> impl Strategy<Value = When> {
    due().prop_filter("a time", |due| matches!(due, When::At(..)))
}

fn who() -> impl Strategy<Value = Who> {
    prop_oneof![
        name().prop_map(Who::Name),
        "[2-9][0-9]{2}[2-9][0-9]{6}"
            .prop_map(|d| Who::Phone(format!("+1{d}").parse::<Phone>().unwrap())),
        "[2-9][0-9]{6}".prop_map(Who::Digits),
        "[a-z]{1,8}@[a-z]{1,8}\\.com".prop_map(Who::Email),
        (1_u32..100_000).prop_map(Who::Contact),
        Just(Who::Last(true)),
    ]
}

fn assignee() -> impl Strategy<Value = Assignee> {
    prop_oneof![
        Just(Assignee::Me(true)),
        "[b-hj-l][a-z]{4,8}q".prop_map(Assignee::Name)
    ]
}

fn priority() -> impl Strategy<Value = Priority> {
    prop::sample::select(vec![
        Priority::Low,
        Priority::Normal,
        Priority::High,
        Priority::Urgent,
    ])
}

fn due() -> impl Strategy<Value = When> {
    let minutes = Timestamp::from_second(1_773_000_000).unwrap().as_second();
    prop_oneof![
        day().prop_map(When::Day),
        (0_i64..5_000_000, -12_i8..=12).prop_map(move |(ahead, hours)| {
            let moment = Timestamp::from_second(minutes + ahead * 60).unwrap();
            When::At(moment, Offset::from_hours(hours).unwrap())
        }),
    ]
}

fn list_when() -> impl Strategy<Value = ListWhen> {
    prop_oneof![
        Just(ListWhen::Today),
        Just(ListWhen::Tomorrow),
        Just(ListWhen::Overdue),
        Just(ListWhen::Week),
        day().prop_map(ListWhen::On),
    ]
}

fn day() -> impl Strategy<Value = Date> {
    (2027_i16..2090, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| date(year, month, day))
}

fn handles() -> impl Strategy<Value = Vec<TaskRef>> {
    prop::collection::btree_set(1_u32..100_000, 1..6)
        .prop_map(|set| set.into_iter().map(TaskRef::Handle).collect())
}

fn tasks() -> impl Strategy<Value = Vec<TaskRef>> {
    prop_oneof![
        handles(),
        text().prop_map(|title| vec![TaskRef::Title { title }]),
        Just(vec![TaskRef::Last { last: true }]),
    ]
}

fn tags() -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set("[a-z][a-z0-9 ]{0,10}[a-z0-9]", 1..4)
        .prop_map(|set| set.into_iter().collect())
}

fn details() -> impl Strategy<Value = Details> {
    (
        "[A-Z][a-z]{1,9}q",
        "[A-Z][a-z]{1,9}q",
        "[2-9][0-9]{2}[2-9][0-9]{6}",
        "[a-z]{1,8}@[a-z]{1,8}\\.com",
    )
        .prop_map(|(first, last, phone, email)| Details {
            name: Some(format!("{first} {last}")),
            first_name: Some(first),
            last_name: Some(last),
            phone: Some(format!("+1{phone}")),
            email: Some(email),
            ..Details::default()
        })
}

fn name() -> impl Strategy<Value = String> {
    "[A-Z][a-z]{1,9}( [A-Z][a-z']{1,9}[a-z])?"
}

/// Free text, quotations in it included.
fn text() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9äñ?!.:#@\"][a-zA-Z0-9äñ?!.,:;#@ '/\"“”«»-]{0,40}[a-zA-Z0-9äñ?!.#\"]"
}
