//! What has to be asked before anything happens, and questions with numbered choices.

use crate::domain::{
    About, Answer, Choice, Contact, Context, Gate, Intent, Outcome, Person, Question, Task, TaskRef,
};

use super::seen::Seen;
use super::{Risk, Step, not_allowed, requires, risk};

/// How often an answer may not fit before the command is dropped.
const TRIES: usize = 3;

/// How many choices a question has room for.
const CHOICES: usize = 4;

/// The intent to run, once the sender may do it and has agreed to it. A choice replaces the intent.
pub(super) fn pass_gate<'a>(
    intent: &'a Intent,
    ctx: &'a Context,
    seen: &mut Seen<'_>,
) -> Result<&'a Intent, Step> {
    allow(intent, ctx)?;
    let chosen = match &ctx.gate {
        Gate::Choose { question } => {
            let choice = question.choices.get(pick(question, seen)?);
            choice.and_then(|it| it.intent.as_deref()).unwrap_or(intent)
        }
        _ => intent,
    };
    allow(chosen, ctx)?;
    match &ctx.gate {
        Gate::Code { code } => prove(code, seen)?,
        _ if risk(chosen) == Risk::Destroy => {
            return Err(Step::Done(Outcome::NeedsFullWords {
                intent: Box::new(spelled_out(chosen, ctx)),
            }));
        }
        Gate::Open | Gate::Choose { .. } => {}
        Gate::Meant => agree(About::Intent, seen)?,
        Gate::Confirm => agree(About::Confirm, seen)?,
    }
    Ok(chosen)
}

/// The command as it can be texted: with the number of the task that "it" is.
fn spelled_out(intent: &Intent, ctx: &Context) -> Intent {
    let (Intent::TaskDelete { tasks }, Some(last)) = (intent, ctx.thread.task) else {
        return intent.clone();
    };
    let number = |task: &TaskRef| match task {
        TaskRef::Last { .. } => TaskRef::Handle(last.number),
        TaskRef::Handle(_) | TaskRef::Title { .. } => task.clone(),
    };
    Intent::TaskDelete {
        tasks: tasks.iter().map(number).collect(),
    }
}

/// Which of these contacts. One that fits exactly is not asked about, one that fits `near`ly is.
pub(super) fn which_contact(
    contacts: Vec<Contact>,
    near: bool,
    seen: &mut Seen<'_>,
) -> Result<Contact, Step> {
    let choice = |contact: &Contact, among: &[Contact]| Choice {
        contact: Some(contact.clone()),
        ..labelled(label(contact, among))
    };
    which(contacts, About::Who, near, choice, seen)
}

/// Which of these tasks.
pub(super) fn which_task(tasks: Vec<Task>, seen: &mut Seen<'_>) -> Result<Task, Step> {
    let choice = |task: &Task, _: &[Task]| Choice {
        task: Some(task.clone()),
        ..labelled(task.title.clone())
    };
    which(tasks, About::Task, false, choice, seen)
}

/// Which of these colleagues.
pub(super) fn which_person<'a>(
    people: Vec<&'a Person>,
    seen: &mut Seen<'_>,
) -> Result<&'a Person, Step> {
    let choice = |person: &&Person, _: &[&Person]| labelled(person.name.clone());
    which(people, About::Who, false, choice, seen)
}

fn allow(intent: &Intent, ctx: &Context) -> Result<(), Step> {
    if ctx.role < requires(intent) {
        return Err(Step::Done(not_allowed(intent)));
    }
    Ok(())
}

fn which<T>(
    mut items: Vec<T>,
    about: About,
    near: bool,
    choice: impl Fn(&T, &[T]) -> Choice,
    seen: &mut Seen<'_>,
) -> Result<T, Step> {
    items.truncate(CHOICES);
    if items.len() > 1 || near {
        let choices = items.iter().map(|it| choice(it, &items)).collect();
        let picked = pick(&Question { about, choices }, seen)?;
        return Ok(items.swap_remove(picked));
    }
    items.pop().ok_or(Step::Done(Outcome::Dropped))
}

fn labelled(label: String) -> Choice {
    Choice {
        label,
        intent: None,
        contact: None,
        task: None,
    }
}

/// The place of the choice taken. A lone choice may be taken with a yes.
fn pick(question: &Question, seen: &mut Seen<'_>) -> Result<usize, Step> {
    for _ in 0..TRIES {
        let picked = match seen.ask(question)? {
            Some(Answer::Choice(number)) => usize::try_from(*number).unwrap_or(0),
            Some(Answer::Yes(_)) if question.choices.len() == 1 => 1,
            Some(Answer::No(_)) => break,
            _ => 0,
        };
        if (1..=question.choices.len()).contains(&picked) {
            return Ok(picked - 1);
        }
    }
    Err(Step::Done(Outcome::Dropped))
}

fn agree(about: About, seen: &mut Seen<'_>) -> Result<(), Step> {
    let question = Question {
        about,
        choices: Vec::new(),
    };
    for _ in 0..TRIES {
        match seen.ask(&question)? {
            Some(Answer::Yes(_)) => return Ok(()),
            Some(Answer::No(_)) => break,
            _ => {}
        }
    }
    Err(Step::Done(Outcome::Dropped))
}

/// The code went to the registered number: whoever forged the sender cannot know it. It is frozen with this one command, so
/// it opens nothing else.
fn prove(code: &str, seen: &mut Seen<'_>) -> Result<(), Step> {
    let question = Question {
        about: About::Code,
        choices: Vec::new(),
    };
    for _ in 0..TRIES {
        match seen.ask(&question)? {
            Some(Answer::Code(given)) if given == code => return Ok(()),
            Some(Answer::No(_)) => return Err(Step::Done(Outcome::Dropped)),
            _ => {}
        }
    }
    Err(Step::Done(Outcome::CodeFailed))
}

/// The name, and what sets it apart: the company, or where names are the same the number.
fn label(contact: &Contact, among: &[Contact]) -> String {
    let namesakes = among.iter().filter(|it| it.name == contact.name).count();
    let apart = match (&contact.company, &contact.phone, &contact.email) {
        (Some(company), _, _)
            if namesakes < 2
                || among
                    .iter()
                    .filter(|it| it.company.as_ref() == Some(company))
                    .count()
                    < 2 =>
        {
            Some(company.clone())
        }
        (_, Some(phone), _) if namesakes > 1 => Some(phone.national()),
        (_, _, Some(email)) if namesakes > 1 => Some(email.clone()),
        _ => None,
    };
    match apart {
        Some(apart) if contact.name.is_empty() => apart,
        Some(apart) => format!("{} ({apart})", contact.name),
        None if contact.name.is_empty() => contact
            .phone
            .as_ref()
            .map_or_else(|| contact.id.to_string(), crate::domain::Phone::national),
        None => contact.name.clone(),
    }
}
