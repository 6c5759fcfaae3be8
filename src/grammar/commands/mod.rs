//! One rule for each form of a command. `grammar/commands.ebnf` is written from the comments above the rules.

mod appointment;
mod body;
mod change;
mod contact;
mod dictated;
mod list;
mod membership;
mod note;
mod opportunity;
mod session;
mod tag;
mod task;

use super::error::{Expected, SyntaxError};
use super::lexicon::sense::{Link, Meaning, Noun, Sense, Verb};
use super::message::bit;
use super::tokens::{Rule, Tokens};
use crate::domain::{Intent, Question};

/// A command as far as it was understood, and what must happen before it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) intent: Intent,
    pub(crate) gate: Gate,
}

/// What stands before a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Gate {
    /// Nothing: it runs.
    Open,
    /// It runs after a confirmation.
    Confirm,
    /// It is probably meant, but never runs by itself.
    Suggest,
    /// Something in it has to be asked for first.
    Ask(Question),
}

/// How much evidence a command needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tier {
    /// Reads only.
    Read,
    /// Adds something that can be undone.
    Add,
    /// Changes something that can be undone.
    Change,
    /// Destroys, or reaches other people.
    Destroy,
}

/// What a command begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Head {
    Verb(Verb),
    Noun(Noun),
    /// A reference to tasks or a contact comes first.
    Reference,
}

/// `command = task | note | tag | contact | appt | opp | enroll | follow | message_out | session`
///
/// Every form of the head is tried; the first that accounts for every token is the reading.
pub(crate) fn command(i: Tokens<'_>, head: Head) -> Result<Draft, SyntaxError> {
    let mut farthest = SyntaxError::new(&i, Expected::Word);
    for form in forms(head) {
        match form(i) {
            Ok((rest, draft)) if rest.is_empty() => {
                return Ok(if i.is(Sense::Verb(Verb::Ask)) {
                    asked(i, draft)
                } else {
                    draft
                });
            }
            Ok((rest, _)) => farthest = join(farthest, SyntaxError::new(&rest, Expected::End)),
            Err(nom::Err::Error(error) | nom::Err::Failure(error)) => {
                farthest = join(farthest, error);
            }
            Err(nom::Err::Incomplete(_)) => {}
        }
    }
    Err(farthest)
}

/// A task that is said as a sentence with an everyday verb behind it.
pub(crate) fn everyday(i: Tokens<'_>) -> Option<Draft> {
    task::bare_last(i).ok().map(|(_, draft)| draft)
}

/// What is on may be asked of anybody; tasks and deals are ours, and "my" says it too.
fn asked(i: Tokens<'_>, draft: Draft) -> Draft {
    let ours = !matches!(draft.intent, Intent::AppointmentList { .. })
        || (0..i.len()).any(|at| {
            let rest = i.skip(at);
            rest.is(Sense::Link(Link::My)) || rest.is(Sense::Link(Link::Me))
        });
    if ours {
        draft
    } else {
        draft.gated(Gate::Suggest)
    }
}

/// A rule for one form of a command.
type Form = for<'a> fn(Tokens<'a>) -> Rule<'a, Draft>;

/// The forms that begin like this, in the order they are tried.
fn forms(head: Head) -> &'static [Form] {
    match head {
        Head::Verb(verb) => verb_forms(verb),
        Head::Noun(noun) => noun_forms(noun),
        Head::Reference => &[
            task::done_last,
            task::shown,
            contact::handle_alone,
            note::after_colon,
            note::owned,
            list::mine,
            appointment::list,
            appointment::agenda_of,
        ],
    }
}

fn verb_forms(verb: Verb) -> &'static [Form] {
    match verb {
        Verb::Add => &[
            task::added,
            note::added,
            tag::added,
            appointment::booked,
            opportunity::added,
            membership::enroll,
            contact::added,
            contact::new,
        ],
        Verb::Remind | Verb::RemindMe => &[body::remind],
        Verb::Done => &[task::done, list::mine, task::done_titled],
        Verb::Reopen => &[task::reopen],
        Verb::Delete => &[
            task::delete,
            tag::removed,
            change::note_deleted,
            change::contact_deleted,
            appointment::cancel,
            membership::unenroll,
            task::delete_bare,
        ],
        Verb::Show => &[
            task::show,
            list::list,
            note::list,
            appointment::list,
            appointment::slots,
            opportunity::list,
            contact::show,
            appointment::shown,
            opportunity::shown,
        ],
        Verb::Find => &[contact::find],
        Verb::Who => &[contact::who],
        Verb::Tag => &[tag::add],
        Verb::Untag => &[tag::remove],
        Verb::Edit => &[
            change::marked,
            change::task_edited,
            change::note_edited,
            appointment::moved,
            opportunity::stage,
            change::contact_edited,
            change::field_edited,
        ],
        Verb::Mark => &[change::marked, opportunity::stage],
        Verb::Move => &[appointment::moved, opportunity::stage, change::task_moved],
        Verb::Assign => &[change::assigned],
        Verb::Book => &[appointment::booked, appointment::book_who],
        Verb::Cancel => &[appointment::cancel],
        Verb::Enroll => &[membership::enroll],
        Verb::Unenroll => &[membership::unenroll],
        Verb::Follow => &[membership::follow],
        Verb::Unfollow => &[membership::unfollow],
        Verb::Send => &[change::message],
        Verb::Won => &[opportunity::won],
        Verb::Lost => &[opportunity::lost],
        Verb::Merge => &[session::merge],
        Verb::PeopleAt => &[membership::people_at],
        Verb::Agenda => &[appointment::agenda],
        Verb::Language => &[session::language],
        Verb::Help => &[session::help],
        Verb::More => &[session::more],
        Verb::Undo => &[session::undo, session::undo_task],
        Verb::Ask => &[
            list::list,
            appointment::list,
            appointment::slots,
            opportunity::list,
        ],
        Verb::WhoAmI => &[session::whoami],
        Verb::Bare => &[task::bare],
    }
}

fn noun_forms(noun: Noun) -> &'static [Form] {
    match noun {
        Noun::Task => &[
            task::done_after,
            task::reopen_after,
            task::delete_after,
            change::task_due,
            task::show_after,
            list::after_noun,
            task::done_behind_title,
            task::create,
        ],
        Noun::Tasks => &[task::done_after, list::list],
        Noun::Note => &[note::create],
        Noun::Notes => &[note::list],
        Noun::Contact => &[contact::show_after],
        Noun::Contacts => &[contact::find_after],
        Noun::Tag => &[tag::add],
        Noun::Appointment => &[appointment::book],
        Noun::Appointments => &[appointment::list],
        Noun::Slots => &[appointment::slots],
        Noun::Opportunity => &[opportunity::stage, opportunity::create],
        Noun::Opportunities => &[opportunity::list],
        Noun::Workflow | Noun::Campaign | Noun::Campaigns | Noun::Calendar => &[],
    }
}

/// The heads that a message begins with, with the number of tokens they have: in each language the longest verb and the
/// longest noun. Another language has a say only where the sender's own has none: "todo" is "all" in Spanish.
pub(crate) fn heads(i: &Tokens<'_>, mut each: impl FnMut(Head, Meaning, usize)) {
    let own = bit(i.scope.lexicon.index(&i.scope.sender.lang));
    let ours = i
        .meanings()
        .any(|(_, meaning)| meaning.langs & own != 0 && !matches!(meaning.sense, Sense::Gist(_)));
    let (mut verbs, mut nouns) = (0_u32, 0_u32);
    for (count, meaning) in i.meanings() {
        let langs = if ours {
            meaning.langs & own
        } else {
            meaning.langs
        };
        let (seen, head) = match meaning.sense {
            Sense::Verb(verb) => (&mut verbs, Head::Verb(verb)),
            Sense::Noun(noun) => (&mut nouns, Head::Noun(noun)),
            _ => continue,
        };
        let new = langs & !*seen;
        if new != 0 {
            *seen |= new;
            // Ours keep the languages that say it alike.
            let langs = if ours { meaning.langs } else { new };
            each(head, Meaning { langs, ..meaning }, count);
        }
    }
}

fn join(one: SyntaxError, other: SyntaxError) -> SyntaxError {
    nom::error::ParseError::<Tokens<'_>>::or(one, other)
}

impl Draft {
    pub(crate) fn new(intent: Intent) -> Self {
        Self {
            intent,
            gate: Gate::Open,
        }
    }

    pub(crate) fn with(self, gate: Gate) -> Self {
        Self { gate, ..self }
    }

    /// The same with `gate` unless something stricter stands there.
    pub(crate) fn gated(self, gate: Gate) -> Self {
        match self.gate {
            Gate::Open => self.with(gate),
            _ => self,
        }
    }
}

/// The tier of an intent.
pub(crate) fn tier(intent: &Intent) -> Tier {
    match intent {
        Intent::TaskCreate { .. }
        | Intent::NoteCreate { .. }
        | Intent::ContactCreate { .. }
        | Intent::AppointmentBook { .. }
        | Intent::OpportunityCreate { .. }
        | Intent::FollowerAdd { .. }
        | Intent::TagAdd { .. }
        | Intent::LeadRegister { .. } => Tier::Add,
        Intent::TaskComplete { .. }
        | Intent::TaskReopen { .. }
        | Intent::TaskUpdate { .. }
        | Intent::TaskAssign { .. }
        | Intent::NoteUpdate { .. }
        | Intent::ContactUpdate { .. }
        | Intent::AppointmentMove { .. }
        | Intent::OpportunityStage { .. }
        | Intent::OpportunityWon { .. }
        | Intent::OpportunityLost { .. }
        | Intent::WorkflowRemove { .. }
        | Intent::CampaignRemove { .. }
        | Intent::FollowerRemove { .. }
        | Intent::TagRemove { .. }
        | Intent::Language { .. }
        | Intent::Undo => Tier::Change,
        Intent::TaskDelete { .. }
        | Intent::NoteDelete { .. }
        | Intent::ContactDelete { .. }
        | Intent::AppointmentCancel { .. }
        | Intent::WorkflowAdd { .. }
        | Intent::CampaignAdd { .. }
        | Intent::MessageSend { .. } => Tier::Destroy,
        Intent::TaskShow { .. }
        | Intent::TaskList { .. }
        | Intent::NoteList { .. }
        | Intent::ContactFind { .. }
        | Intent::ContactShow { .. }
        | Intent::AppointmentList { .. }
        | Intent::SlotsList { .. }
        | Intent::OpportunityList { .. }
        | Intent::BusinessContacts { .. }
        | Intent::Agenda { .. }
        | Intent::Help { .. }
        | Intent::WhoAmI
        | Intent::More
        | Intent::Answer(_) => Tier::Read,
    }
}
