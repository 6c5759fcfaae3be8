//! Replies about the conversation itself.

use crate::domain::{About, Outcome, Person, Phone, Question};

use super::phrase::Phrase;
use super::question::{choices, numbers};
use super::scribe::Scribe;

/// A topic, where it is one; else the short list of what can be done.
pub(super) fn help(topic: Option<&str>, scribe: &Scribe<'_>) -> String {
    let topic = topic.map(|it| it.trim().to_lowercase()).unwrap_or_default();
    let topics = &scribe.phrases.topics;
    let found = topics.iter().find(|it| it.words.contains(&topic));
    found.map_or_else(
        || scribe.say(Phrase::HelpStaff, &[("brand", scribe.voice.brand)]),
        super::phrasebook::Topic::say,
    )
}

/// `None` for what is not about the conversation.
pub(super) fn said(outcome: &Outcome, scribe: &Scribe<'_>) -> Option<String> {
    let brand = [("brand", scribe.voice.brand)];
    Some(match outcome {
        Outcome::WhoAmI { person, phone } => whoami(person.as_ref(), phone, scribe),
        Outcome::Undone { text } => about(Phrase::UndoDone, text, scribe),
        Outcome::NothingToUndo => scribe.say(Phrase::UndoNothing, &[]),
        Outcome::NotUndone { text, why } => {
            let phrase = match why.as_str() {
                "changed_since" => Phrase::UndoChangedSince,
                "gone" => Phrase::UndoGone,
                _ => Phrase::UndoNotUndoable,
            };
            about(phrase, text, scribe)
        }
        Outcome::Greeted => scribe.say(Phrase::LeadPrompt, &brand),
        Outcome::NothingMore => scribe.say(Phrase::NothingMore, &[]),
        Outcome::NothingAsked => scribe.say(Phrase::NothingAsked, &[]),
        Outcome::Delayed => scribe.say(Phrase::Delayed, &[]),
        Outcome::NotACommand => scribe.say(Phrase::NotACommand, &[]),
        Outcome::NotAnAnswer { question } => again(question, scribe),
        Outcome::Dropped => scribe.say(Phrase::Dropped, &[]),
        Outcome::CodeFailed => scribe.say(Phrase::CodeFailed, &[]),
        Outcome::OptedOut => scribe.say(Phrase::OptedOut, &brand),
        Outcome::OptedIn => scribe.say(Phrase::OptedIn, &brand),
        _ => return None,
    })
}

fn whoami(person: Option<&Person>, phone: &Phone, scribe: &Scribe<'_>) -> String {
    let phone = phone.national();
    let Some(person) = person else {
        return scribe.say(Phrase::Stranger, &[("phone", &phone)]);
    };
    let phrase = match person.user_id {
        Some(_) => Phrase::Me,
        None => Phrase::MeWithoutUser,
    };
    let role = person.role.to_string();
    let fields = [
        ("name", scribe.free(&person.name)),
        ("role", scribe.phrases.word("role", &role).to_owned()),
        ("phone", phone),
    ];
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    scribe.say(phrase, &fields)
}

fn about(phrase: Phrase, text: &str, scribe: &Scribe<'_>) -> String {
    scribe.say(phrase, &[("text", &scribe.free(text))])
}

fn again(question: &Question, scribe: &Scribe<'_>) -> String {
    match question.about {
        About::Code => scribe.say(Phrase::AskAgainCode, &[]),
        _ if question.choices.is_empty() => scribe.say(Phrase::AskAgainAgree, &[]),
        _ => {
            let choices = choices(question, scribe);
            let numbers = numbers(question, scribe);
            let fields = [("choices", choices.as_str()), ("numbers", &numbers)];
            scribe.say(Phrase::AskAgainChoice, &fields)
        }
    }
}
