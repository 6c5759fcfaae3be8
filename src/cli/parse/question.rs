//! The question a reading leads to, as it would be texted. It needs no CRM: what is asked first is asked before anything else.

use fieldline::domain::{
    Bound, Command, Context, Gate, Intent, LeadPolicy, LineName, Outcome, Parsed, Phone, Reading,
    Role, Thread,
};
use fieldline::grammar::Sender;
use fieldline::plan::{self, Risk, Step};
use fieldline::reply::{Phrasebook, Voice, ask, render};

/// A code as it could be: each question has its own.
const CODE: &str = "4821";

/// How the sender is answered.
pub(super) fn voice<'a>(parsed: &'a Parsed, sender: &'a Sender<'_>) -> Voice<'a> {
    Voice {
        lang: &parsed.lang,
        tz: sender.now.time_zone().iana_name().unwrap_or("UTC"),
        now: sender.now.timestamp(),
        segments: 2,
        sender_role: sender.role,
        brand: "Fieldline",
    }
}

/// What is asked back, or told in its place.
pub(super) fn asked(parsed: &Parsed, sender: &Sender<'_>, book: &Phrasebook) -> Option<String> {
    let (intents, gate) = match &parsed.reading {
        Reading::Confirm { intents } => (intents, Gate::Confirm),
        Reading::Suggest { intents } => (intents, Gate::Meant),
        Reading::Ask { question, intents } if question.choices.is_empty() => (intents, Gate::Meant),
        Reading::Ask { question, intents } => {
            let question = question.clone();
            (intents, Gate::Choose { question })
        }
        _ => return None,
    };
    // Nobody's number: it is in no question.
    let phone = "+15555550100".parse().ok()?;
    let held: Vec<Command> = intents
        .iter()
        .map(|intent| command(intent, &gate, sender, &phone))
        .collect();
    let voice = voice(parsed, sender);
    let first = held.first()?;
    match plan::next(&first.intent, &first.context, &[]) {
        Step::Ask(question) => Some(ask(&question, &held, book, &voice).text),
        Step::Done(outcome) => render(&[outcome], book, &voice).map(|rendered| rendered.text),
        Step::Call(_) => None,
    }
}

/// What staff hear about a message that is no command.
pub(super) fn talk(parsed: &Parsed, role: Role) -> Option<Outcome> {
    match (&parsed.reading, role) {
        (Reading::Chatter, Role::Staff | Role::Manager | Role::Owner) => {
            Some(parsed.talk_of_staff())
        }
        _ => None,
    }
}

fn command(intent: &Intent, gate: &Gate, sender: &Sender<'_>, phone: &Phone) -> Command {
    let gate = if *gate == Gate::Confirm && plan::risk(intent) == Risk::Destroy {
        Gate::Code {
            code: CODE.to_owned(),
        }
    } else {
        gate.clone()
    };
    let now = sender.now.timestamp();
    let tz = sender.now.time_zone().iana_name().unwrap_or("UTC");
    Command {
        intent: intent.clone(),
        context: Context {
            now,
            tz: tz.to_owned(),
            lang: sender.lang.clone(),
            line: LineName(String::new()),
            sender: phone.clone(),
            person: None,
            role: sender.role,
            gate,
            marker: String::new(),
            bound: Bound::default(),
            thread: Thread::default(),
            staff: Vec::new(),
            leads: LeadPolicy {
                welcome_task: None,
                due: now,
                assignee: None,
                tags: Vec::new(),
                reply: None,
            },
            undo: None,
        },
    }
}
