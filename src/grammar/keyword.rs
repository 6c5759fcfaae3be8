//! Keywords of campaigns: what strangers are told to text ("text JOIN ROOFING to …").

use super::lead;
use super::lexicon::Keyword;
use super::message::opened;
use super::tokens::Tokens;
use super::values::free::without_filler;
use crate::domain::{Details, Intent, Reason};

/// With more words behind it that are no details, a keyword is the beginning of a sentence.
const MOST_BEHIND: usize = 4;

/// ```ebnf
/// keyword = WHOLE( a keyword of the operator's ) | a keyword ( lead | free ) ;
/// ```
/// The keyword alone registers its sender; details and a few words behind it belong to them.
pub(super) fn lead(i: Tokens<'_>, text: &str) -> Option<(Intent, Vec<Reason>)> {
    let lexicon = i.scope.lexicon;
    if lexicon.keywords().is_empty() {
        return None;
    }
    let i = without_filler(opened(i));
    let keyword = lexicon
        .keywords()
        .iter()
        .find(|keyword| begins(&i, keyword))?;
    let said = i.upto(keyword.words.len());
    let behind = i.skip(keyword.words.len());
    let (from, to) = said.extent();
    let span = i.scope.folded.span(from as usize, to as usize);
    let mut reasons = vec![Reason {
        code: "KEYWORD".to_owned(),
        span,
        from: Some(said.original().to_lowercase()),
        to: Some(keyword.tags.join(", ")).filter(|tags| !tags.is_empty()),
    }];
    let offset = i
        .scope
        .folded
        .span(behind.place().0 as usize, behind.extent().1 as usize)[0];
    let rest = text.get(offset..).unwrap_or_default();
    let found = (!behind.is_empty())
        .then(|| lead::detect(rest, lexicon.leads(), i.scope.sender.region))
        .flatten()
        .filter(|found| found.register);
    let (details, note) = match found {
        Some(found) => {
            reasons.extend(found.fields.iter().map(|field| Reason {
                code: field.code.to_owned(),
                span: field.span.map(|at| at.saturating_add(offset)),
                from: None,
                to: Some(field.value.clone()),
            }));
            (found.details, found.note)
        }
        None if behind.is_empty() => (Details::default(), None),
        None if behind.len() <= MOST_BEHIND => {
            (Details::default(), Some(behind.original().to_owned()))
        }
        None => return None,
    };
    let intent = Intent::LeadRegister {
        details,
        note,
        tags: keyword.tags.clone(),
    };
    Some((intent, reasons))
}

fn begins(i: &Tokens<'_>, keyword: &Keyword) -> bool {
    i.len() >= keyword.words.len()
        && keyword
            .words
            .iter()
            .zip(i.toks)
            .all(|(word, tok)| word.as_ref() == i.folded(tok))
}
