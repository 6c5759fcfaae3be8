//! The work in progress: the text as items, what of it is used up, and the details found so far.

use super::anchors;
use super::lexicon::{Class, Classes, Entry, Lexicon};
use super::words::LeadWords;
use super::{Confidence, Field, Slot};
use crate::domain::{Region, Span};
use crate::grammar::values::email::EmailFound;
use crate::grammar::values::phone::PhoneFound;
pub(super) use crate::grammar::values::words::Case;
use crate::grammar::values::words::{Kind, Words, invisible};

/// A text on its way to details.
pub(super) struct Draft<'t> {
    pub(super) words: Words<'t>,
    /// What each of them is.
    pub(super) entries: Vec<Entry>,
    pub(super) items: Vec<Item>,
    pub(super) tables: &'t LeadWords,
    pub(super) region: Region,
    pub(super) emails: Vec<EmailFound>,
    pub(super) phones: Vec<PhoneFound>,
    /// Names of the domains in the text that are not everybody's: `acmeroofing` of `acme-roofing.co.uk`.
    pub(super) domains: Vec<String>,
    /// No small letter outside addresses: capitals say nothing.
    pub(super) shouting: bool,
    pub(super) fields: Vec<Field>,
}

/// A word, or an address or number as one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) what: What,
    pub(super) spaced: bool,
    pub(super) used: bool,
    /// What the word is.
    pub(super) entry: Entry,
    /// Which word it is, whole.
    word: Option<u32>,
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Word(Case),
    Number,
    Break,
    Mark(char),
    /// An e-mail address, by its index.
    Email(usize),
    /// A phone number, by its index.
    Phone(usize),
    Url,
}

impl Item {
    /// The part of it that ends at `end`, if there is one.
    fn before(self, end: usize) -> Option<Self> {
        let part = Self { end, ..self };
        (part.start < end).then_some(if end < self.end { part.torn() } else { part })
    }

    /// A part of a word is no word that anything knows.
    fn torn(self) -> Self {
        Self {
            entry: Entry::default(),
            word: None,
            ..self
        }
    }
}

impl<'t> Draft<'t> {
    /// Cuts a text into items.
    pub(super) fn of(text: &'t str, tables: &'t LeadWords, region: Region) -> Self {
        let words = Words::of(text);
        let entries: Vec<Entry> = words
            .items()
            .iter()
            .map(|word| tables.lexicon.word(words.fold(*word)))
            .collect();
        let found = anchors::find(&words, &entries, tables);
        let mut items = Vec::with_capacity(words.items().len());
        let mut anchors = found.all.iter().peekable();
        let mut covered = 0;
        for (number, (word, entry)) in (0..).zip(words.items().iter().zip(entries.iter().copied()))
        {
            let mut item = Item {
                start: word.start.max(covered),
                end: word.end,
                what: what(word.kind),
                spaced: word.spaced,
                used: false,
                entry,
                word: Some(number),
            };
            let whole = item.start == word.start
                && anchors.peek().is_none_or(|(span, _)| span[0] >= word.end);
            if whole {
                items.push(item);
                continue;
            }
            while let Some((span, what)) = anchors.next_if(|(span, _)| span[0] < word.end) {
                items.extend(item.before(span[0]));
                items.push(Item {
                    start: span[0],
                    end: span[1],
                    what: *what,
                    entry: Entry::default(),
                    word: None,
                    ..item
                });
                covered = span[1];
                item.start = item.start.max(covered);
            }
            items.extend(item.before(word.end).map(Item::torn));
        }
        let mut draft = Self {
            words,
            entries,
            items,
            tables,
            region,
            emails: found.emails,
            phones: found.phones,
            domains: found.domains,
            shouting: false,
            fields: Vec::new(),
        };
        draft.shouting = draft.is_shouting();
        draft
    }

    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    /// The item at `i`, unless it is used up.
    pub(super) fn free(&self, i: usize) -> Option<&Item> {
        self.items.get(i).filter(|item| !item.used)
    }

    /// What the item at `i` is, unless it is used up.
    pub(super) fn what(&self, i: usize) -> Option<What> {
        self.free(i).map(|item| item.what)
    }

    /// The folded word at `i`: none for marks, anchors and what is used up.
    pub(super) fn fold(&self, i: usize) -> Option<&str> {
        let word = self.words.get(self.free(i)?.word? as usize)?;
        matches!(word.kind, Kind::Word(_) | Kind::Number).then(|| self.words.fold(word))
    }

    /// The folded word at `i`, of letters.
    pub(super) fn letters(&self, i: usize) -> Option<&str> {
        matches!(self.what(i)?, What::Word(_))
            .then(|| self.fold(i))
            .flatten()
    }

    /// Whether the word at `i` begins with a capital that says something.
    pub(super) fn capital(&self, i: usize) -> bool {
        !self.shouting && matches!(self.what(i), Some(What::Word(Case::Title | Case::Upper)))
    }

    pub(super) fn is_mark(&self, i: usize, mark: char) -> bool {
        self.what(i) == Some(What::Mark(mark))
    }

    pub(super) fn is_break(&self, i: usize) -> bool {
        self.what(i) == Some(What::Break)
    }

    /// Whether the word at `i` is of a class.
    pub(super) fn is_in(&self, i: usize, class: Class) -> bool {
        self.free(i)
            .is_some_and(|item| item.entry.classes.meet(Classes::of(class)))
    }

    /// Whether a folded word is of a class.
    pub(super) fn is_a(&self, fold: &str, class: Class) -> bool {
        self.lexicon().word(fold).classes.meet(Classes::of(class))
    }

    /// Where the longest phrase of a class ends that begins at `i`.
    pub(super) fn phrase(&self, class: Class, i: usize) -> Option<usize> {
        self.phrase_of(Classes::of(class), i).map(|(_, end)| end)
    }

    /// The label at `i`: the slot it names, and where it ends.
    pub(super) fn label(&self, i: usize) -> Option<(Slot, usize)> {
        let (classes, end) = self.phrase_of(Classes::labels(), i)?;
        Some((classes.slot()?, end))
    }

    /// The longest phrase of any of `wanted` at `i`: its classes, and where it ends.
    pub(super) fn phrase_of(&self, wanted: Classes, i: usize) -> Option<(Classes, usize)> {
        let entry = &self.free(i)?.entry;
        if !entry.may_begin(wanted) {
            return None;
        }
        let next = |k: usize| self.fold(i.saturating_add(k));
        let (classes, length) = self.lexicon().phrase(wanted, self.fold(i)?, entry, next)?;
        Some((classes, i.saturating_add(length)))
    }

    /// Where a phrase of a class begins that ends right before `i`; the longest.
    pub(super) fn phrase_before(&self, class: Class, i: usize) -> Option<usize> {
        (1..=9).rev().find_map(|length| {
            let start = i.checked_sub(length)?;
            (self.phrase(class, start)? == i).then_some(start)
        })
    }

    pub(super) fn lexicon(&self) -> &'t Lexicon {
        &self.tables.lexicon
    }

    /// The original text of a range of items.
    pub(super) fn slice(&self, from: usize, to: usize) -> &'t str {
        let [start, end] = self.span(from, to);
        self.words.text.get(start..end).unwrap_or_default()
    }

    /// A range of items as a value: visible characters, one space between words.
    pub(super) fn value(&self, from: usize, to: usize) -> String {
        tidy(self.slice(from, to))
    }

    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        let start = self.items.get(from).map_or(0, |item| item.start);
        let end = to
            .checked_sub(1)
            .and_then(|last| self.items.get(last))
            .map_or(start, |item| item.end);
        [start, end.max(start)]
    }

    /// Uses up a range of items.
    pub(super) fn use_up(&mut self, from: usize, to: usize) {
        for item in self.items.get_mut(from..to).unwrap_or_default() {
            item.used = true;
        }
    }

    /// Takes a range of items as a detail.
    pub(super) fn take(
        &mut self,
        slot: Slot,
        from: usize,
        to: usize,
        code: &'static str,
        confidence: Confidence,
    ) {
        let value = self.value(from, to);
        self.take_as(slot, from, to, value, code, confidence);
    }

    /// Takes a range of items as a detail of another value than their text.
    pub(super) fn take_as(
        &mut self,
        slot: Slot,
        from: usize,
        to: usize,
        value: String,
        code: &'static str,
        confidence: Confidence,
    ) {
        if value.is_empty() {
            return;
        }
        let span = self.span(from, to);
        self.use_up(from, to);
        self.fields.push(Field {
            slot,
            value,
            span,
            code,
            confidence,
        });
    }

    /// Gives the words of details of low confidence back to the note. Whether there were any.
    pub(super) fn give_back_doubtful(&mut self) -> bool {
        let (low, sure): (Vec<Field>, Vec<Field>) = std::mem::take(&mut self.fields)
            .into_iter()
            .partition(|field| field.confidence == Confidence::Low);
        self.fields = sure;
        for field in &low {
            for item in &mut self.items {
                item.used &= item.end <= field.span[0] || item.start >= field.span[1];
            }
        }
        !low.is_empty()
    }

    /// The first detail of a kind.
    pub(super) fn field(&self, slot: Slot) -> Option<&Field> {
        self.fields.iter().find(|field| field.slot == slot)
    }

    /// Whether a clause may begin at `i`: nothing before it but a break, a mark, or something used up.
    pub(super) fn clause_begins(&self, i: usize) -> bool {
        let Some(before) = i.checked_sub(1) else {
            return true;
        };
        match self.items.get(before).map(|item| (item.used, item.what)) {
            Some((true, _)) | None => true,
            Some((_, What::Word(_))) => false,
            Some((_, What::Mark(mark))) => !matches!(mark, '\'' | '"' | '/' | '&' | '$' | '#'),
            Some(_) => true,
        }
    }

    /// Whether a clause ends before `i`.
    pub(super) fn clause_ends(&self, i: usize) -> bool {
        !matches!(self.what(i), Some(What::Word(_) | What::Number))
    }

    fn is_shouting(&self) -> bool {
        let letters = |small: fn(char) -> bool| {
            self.items
                .iter()
                .filter(|item| matches!(item.what, What::Word(_)))
                .any(|item| {
                    self.words
                        .text
                        .get(item.start..item.end)
                        .is_some_and(|word| word.chars().any(small))
                })
        };
        !letters(char::is_lowercase) && letters(char::is_uppercase)
    }
}

/// Visible characters only, one space for any white space, no marks around that belong to a list.
pub(super) fn tidy(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !invisible(*c)).collect();
    let words: Vec<&str> = visible.split_whitespace().collect();
    words.join(" ")
}

fn what(kind: Kind) -> What {
    match kind {
        Kind::Word(case) => What::Word(case),
        Kind::Number => What::Number,
        Kind::Break => What::Break,
        Kind::Mark(mark) => What::Mark(mark),
    }
}
