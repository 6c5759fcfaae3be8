//! Read-only look-up of the people the CRM knows, from a snapshot held in memory.

use super::{Contact, ContactId};

/// How a contact was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Match {
    /// The whole name.
    FullName,
    /// A nickname of the first name.
    Nickname,
    /// The first name.
    FirstName,
    /// The last name.
    LastName,
    /// One letter off: never taken without asking.
    Near,
}

/// A contact that fits a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The contact.
    pub id: ContactId,
    /// Its name as the CRM has it.
    pub name: String,
    /// How it fits.
    pub by: Match,
}

/// The people the CRM knows, as of some moment. Immutable; look-ups do no I/O.
pub trait Directory: Send + Sync {
    /// Contacts that fit a name as typed, best kind of match only, in a fixed order. Case and accents do not matter.
    fn by_name(&self, name: &str) -> Vec<Candidate>;

    /// How those that a name fits are called so, as [`Self::by_name`] would say, for less: without `near`, nobody's name is one
    /// letter off.
    fn fits(&self, name: &str, near: bool) -> Option<Match> {
        let by = self.by_name(name).first()?.by;
        (near || by != Match::Near).then_some(by)
    }

    /// The contact with this id.
    fn contact(&self, id: &ContactId) -> Option<Contact>;

    /// The contacts whose phone ends in these digits (at least seven) .
    fn by_digits(&self, digits: &str) -> Vec<ContactId>;

    /// The contact with this e-mail address.
    fn by_email(&self, email: &str) -> Vec<ContactId>;

    /// Whether this is a tag in use, for the grammar's corrections.
    fn is_tag(&self, tag: &str) -> bool;
}
