//! Questions: each says what was understood and which short reply answers it.

use crate::domain::{About, Command, Intent, Question, Who};

use super::command::described;
use super::phrase::Phrase;
use super::scribe::Scribe;

pub(super) fn asked(
    question: &Question,
    held: &[Command],
    code: &str,
    scribe: &Scribe<'_>,
) -> String {
    let words = |commands: &[Command]| {
        let all = commands
            .iter()
            .map(|it| described(&it.intent, &it.context, scribe));
        all.collect::<Vec<_>>().join("; ")
    };
    let one = || words(held.get(..1).unwrap_or_default());
    match (question.about, question.choices.as_slice()) {
        // A code opens the one command that asks for it; a Y opens all that were held.
        (About::Code, _) => scribe.say(Phrase::AskCode, &[("command", &one()), ("code", code)]),
        (About::Confirm, []) => scribe.say(Phrase::AskConfirm, &[("command", &words(held))]),
        (_, []) => scribe.say(Phrase::AskMeant, &[("command", &words(held))]),
        (_, [only]) => scribe.say(Phrase::AskLone, &[("label", &scribe.free(&only.label))]),
        (about, _) => which(question, about, held.first().map(|it| &it.intent), scribe),
    }
}

/// `1 Bob Lee (Acme) 2 Bob Ray`
pub(super) fn choices(question: &Question, scribe: &Scribe<'_>) -> String {
    let choices = (1..)
        .zip(&question.choices)
        .map(|(number, choice): (u32, _)| {
            let number = number.to_string();
            let label = match &choice.task {
                Some(task) => format!("{} {}", Scribe::handle(task.handle), choice.label),
                None => choice.label.clone(),
            };
            let fields = [("number", number.as_str()), ("label", &scribe.free(&label))];
            scribe.say(Phrase::AskChoice, &fields)
        });
    choices.collect::<Vec<_>>().join(" ")
}

/// `1, 2 or 3`
pub(super) fn numbers(question: &Question, scribe: &Scribe<'_>) -> String {
    let numbers: Vec<String> = (1..=question.choices.len())
        .map(|it| it.to_string())
        .collect();
    let or = scribe.say(Phrase::WordOr, &[]);
    match numbers.split_last() {
        Some((last, before)) if !before.is_empty() => {
            format!("{} {or} {last}", before.join(", "))
        }
        _ => numbers.concat(),
    }
}

fn which(
    question: &Question,
    about: About,
    intent: Option<&Intent>,
    scribe: &Scribe<'_>,
) -> String {
    let choices = choices(question, scribe);
    let numbers = numbers(question, scribe);
    let query = match about {
        About::Who => intent.and_then(sought),
        _ => None,
    };
    let Some(query) = query else {
        let fields = [("choices", choices.as_str()), ("numbers", &numbers)];
        let phrase = match about {
            About::When => Phrase::AskWhen,
            _ => Phrase::AskWhich,
        };
        return scribe.say(phrase, &fields);
    };
    let named = question.choices.iter().all(|it| {
        let label = it.label.to_lowercase();
        let query = query.to_lowercase();
        query.split_whitespace().all(|word| label.contains(word))
    });
    let fields = [
        ("query", scribe.free(query)),
        ("choices", choices),
        ("numbers", numbers),
    ];
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    if named {
        return scribe.count(Phrase::AskNamed, question.choices.len(), &fields);
    }
    scribe.say(Phrase::AskNear, &fields)
}

/// The name that was sought, where the question can be about it.
fn sought(intent: &Intent) -> Option<&str> {
    let who = match intent {
        Intent::TaskCreate { who, .. } | Intent::TaskList { who, .. } => who.as_ref()?,
        Intent::NoteCreate { who, .. }
        | Intent::NoteList { who }
        | Intent::ContactShow { who }
        | Intent::TagAdd { who, .. }
        | Intent::TagRemove { who, .. } => who,
        _ => return None,
    };
    match who {
        Who::Name(text) => Some(text),
        _ => None,
    }
}
