//! Compounds: words that nobody listed, by what they end with. A request with "Zahnarzttermin" is about a "Termin". Only what
//! a request is probably about is told so; a command names what it means.

use super::lexer::{Kind, Tok, Toks, WordId};
use super::tokens::Tokens;

/// What stands before the ending has at least so many letters.
const SHORTEST_BEFORE: usize = 2;

/// The tokens with the ending's word in place of each compound. `None` where there is no compound.
pub(super) fn spelled(i: &Tokens<'_>) -> Option<Toks> {
    let mut found: Option<Toks> = None;
    for (at, tok) in i.toks.iter().enumerate() {
        if let Some(word) = ends(i, tok) {
            let toks = found.get_or_insert_with(|| Toks::from_slice(i.toks));
            if let Some(tok) = toks.get_mut(at) {
                tok.word = word;
            }
        }
    }
    found
}

/// The word that a compound in the language of `i` ends with.
pub(super) fn ends(i: &Tokens<'_>, tok: &Tok) -> Option<WordId> {
    if tok.kind != Kind::Word || tok.word.is_known() {
        return None;
    }
    let endings = &i.scope.lexicon.pack(i.scope.lang)?.endings;
    let text = i.folded(tok);
    let fits = endings.all().iter().filter(|ending| {
        let before = text.strip_suffix(&*ending.text);
        before.is_some_and(|before| before.len() >= SHORTEST_BEFORE)
    });
    let longest = fits.max_by_key(|ending| ending.text.len());
    longest.map(|ending| ending.word)
}
