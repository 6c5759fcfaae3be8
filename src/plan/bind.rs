//! From a reference to a person to the contact or colleague it means.

use jiff::SignedDuration;

use crate::domain::{
    Assignee, Contact, ContactId, Context, CrmCall, Details, Handle, Outcome, Person, Target,
    UserId, Who,
};

use super::Step;
use super::choose::{which_contact, which_person};
use super::seen::{Created, Seen};

/// How long "him" and "her" mean the contact last spoken of.
const MEMORY: SignedDuration = SignedDuration::from_mins(30);

/// How many contacts a search looks at.
pub(super) const SEARCH_LIMIT: u16 = 10;

/// The tag of contacts made for our own people, whose own tasks have to hang somewhere.
pub(super) const OWN_TAG: &str = "fieldline";

/// The contact that `who` means. What the directory found is taken as it is; where it found nothing the CRM is asked, exactly for
/// phone and e-mail, by search for the rest. Several, or one that fits only nearly, make a question.
pub(super) fn contact(who: &Who, ctx: &Context, seen: &mut Seen<'_>) -> Result<Contact, Step> {
    match who {
        Who::Contact(number) => ctx
            .bound
            .handles
            .get(&Handle::contact(*number))
            .map(|target| pointed_at(*number, target))
            .ok_or_else(|| no_contact(&format!("c{number}"))),
        Who::Last(_) => last_spoken_of(ctx, seen),
        _ if !ctx.bound.contacts.is_empty() => {
            which_contact(ctx.bound.contacts.clone(), ctx.bound.near, seen)
        }
        Who::Phone(phone) => {
            let lookup = CrmCall::LookupContact {
                phone: Some(phone.clone()),
                email: None,
            };
            exact(lookup, &phone.national(), seen)
        }
        Who::Email(email) => {
            let lookup = CrmCall::LookupContact {
                phone: None,
                email: Some(email.clone()),
            };
            exact(lookup, email, seen)
        }
        Who::Digits(digits) => search(digits, |it| ends_in(it, digits), seen),
        Who::Name(name) => search(name, |it| names(it, name), seen),
    }
}

/// The contact of the sender's own number, for tasks about nobody: a task of the CRM cannot be without a contact. Made on
/// first use, under [`OWN_TAG`].
pub(super) fn own_contact(ctx: &Context, seen: &mut Seen<'_>) -> Result<Contact, Step> {
    let lookup = CrmCall::LookupContact {
        phone: Some(ctx.sender.clone()),
        email: None,
    };
    let none = || no_such(ctx.sender.as_str());
    let known = seen.contacts(lookup)?.or_end(none)?;
    if let Some(contact) = known.into_iter().next() {
        return Ok(contact);
    }
    let name = ctx.person.as_ref().map(|person| person.name.clone());
    let create = CrmCall::CreateContact {
        details: Details {
            name: name.clone(),
            ..Details::default()
        },
        phone: Some(ctx.sender.clone()),
        tags: vec![OWN_TAG.to_owned()],
        source: Some(OWN_TAG.to_owned()),
    };
    Ok(match seen.created(create)?.or_end(none)? {
        Created::New(contact) => contact,
        Created::Known {
            contact,
            name: known,
        } => Contact {
            phone: Some(ctx.sender.clone()),
            ..nameless(contact, known.or(name).unwrap_or_default())
        },
    })
}

/// The CRM user a task goes to, and what to call them: the sender unless a colleague is named. `None` where the sender has no
/// user.
pub(super) fn assignee(
    assignee: Option<&Assignee>,
    ctx: &Context,
    seen: &mut Seen<'_>,
) -> Result<Option<(UserId, String)>, Step> {
    let Some(Assignee::Name(name)) = assignee else {
        let user = |it: &Person| it.user_id.clone().map(|user| (user, it.name.clone()));
        return Ok(ctx.person.as_ref().and_then(user));
    };
    let unknown = || Step::Done(Outcome::NoSuchColleague { name: name.clone() });
    let people = colleagues(name, &ctx.staff);
    if people.is_empty() {
        return Err(unknown());
    }
    let person = which_person(people, seen)?;
    let user = person.user_id.clone().ok_or_else(unknown)?;
    Ok(Some((user, person.name.clone())))
}

/// A contact of which only this is known.
pub(super) fn nameless(id: ContactId, name: String) -> Contact {
    Contact {
        id,
        handle: None,
        name,
        phone: None,
        email: None,
        company: None,
        tags: Vec::new(),
    }
}

/// Whether the contact's number ends in these digits.
pub(super) fn ends_in(contact: &Contact, digits: &str) -> bool {
    let phone = contact.phone.as_ref();
    phone.is_some_and(|phone| phone.as_str().ends_with(digits))
}

fn pointed_at(number: u32, target: &Target) -> Contact {
    let name = target.contact_name.clone();
    Contact {
        handle: Some(Handle::contact(number)),
        ..nameless(
            target.contact.clone(),
            name.unwrap_or_else(|| target.title.clone()),
        )
    }
}

fn last_spoken_of(ctx: &Context, seen: &mut Seen<'_>) -> Result<Contact, Step> {
    if let [contact] = ctx.bound.contacts.as_slice() {
        return Ok(contact.clone());
    }
    match &ctx.thread.contact {
        Some((contact, at)) if ctx.now.duration_since(*at) <= MEMORY => {
            let get = CrmCall::GetContact {
                contact: contact.clone(),
            };
            seen.contact(get)?.or_end(|| no_such(""))
        }
        _ => Err(no_contact("")),
    }
}

fn exact(lookup: CrmCall, query: &str, seen: &mut Seen<'_>) -> Result<Contact, Step> {
    let found = seen.contacts(lookup)?.or_end(|| no_such(query))?;
    found.into_iter().next().ok_or_else(|| no_contact(query))
}

/// Where exactly one contact found fits, it is taken; what the search brought beside is only ever offered.
fn search(
    query: &str,
    fits: impl Fn(&Contact) -> bool,
    seen: &mut Seen<'_>,
) -> Result<Contact, Step> {
    let call = CrmCall::SearchContacts {
        query: query.to_owned(),
        limit: SEARCH_LIMIT,
    };
    let found = seen.contacts(call)?.or_end(|| no_such(query))?;
    let (fitting, others): (Vec<_>, Vec<_>) = found.into_iter().partition(fits);
    if !fitting.is_empty() {
        return which_contact(fitting, false, seen);
    }
    if others.is_empty() {
        return Err(no_contact(query));
    }
    which_contact(others, true, seen)
}

/// Whether every word of `query` is a word of the contact's name.
fn names(contact: &Contact, query: &str) -> bool {
    let name = contact.name.to_lowercase();
    let query = query.to_lowercase();
    let mut words = query.split_whitespace().peekable();
    words.peek().is_some() && words.all(|word| name.split_whitespace().any(|it| it == word))
}

/// The best kind of match only: the whole name, else the first name, else the last.
fn colleagues<'a>(name: &str, staff: &'a [Person]) -> Vec<&'a Person> {
    let name = name.trim().to_lowercase();
    let by = |fits: &dyn Fn(&str) -> bool| -> Vec<&'a Person> {
        let fits = |it: &&Person| fits(&it.name.to_lowercase());
        staff.iter().filter(fits).collect()
    };
    [
        by(&|it| it == name),
        by(&|it| it.split_whitespace().next() == Some(&name)),
        by(&|it| it.split_whitespace().next_back() == Some(&name)),
    ]
    .into_iter()
    .find(|people| !people.is_empty())
    .unwrap_or_default()
}

fn no_contact(query: &str) -> Step {
    Step::Done(no_such(query))
}

fn no_such(query: &str) -> Outcome {
    Outcome::NoSuchContact {
        query: query.to_owned(),
        near: Vec::new(),
    }
}
