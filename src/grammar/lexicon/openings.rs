//! Texts that something may begin with, most of which are ruled out by its first letter.

use super::initials::ByInitial;

/// Folded texts, none of them empty, by their first letters.
#[derive(Debug)]
pub(crate) struct Openings(ByInitial<String>);

impl Openings {
    pub(super) fn of(mut texts: Vec<String>) -> Self {
        texts.retain(|text| !text.is_empty());
        Self(ByInitial::of(texts, |text| text))
    }

    /// Those that `text` begins with.
    pub(crate) fn begin<'a>(&'a self, text: &str) -> impl Iterator<Item = &'a str> {
        self.0
            .beginning(text.bytes().next())
            .iter()
            .map(String::as_str)
            .filter(move |opening| text.starts_with(opening))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_text_begins_with() {
        let openings = Openings::of(["re:", "reply", "", "fwd:"].map(str::to_owned).to_vec());
        let begin = |text| openings.begin(text).collect::<Vec<_>>();
        assert_eq!(begin("re: reply"), ["re:"]);
        assert_eq!(begin("reply"), ["reply"]);
        assert_eq!(begin("done 42"), Vec::<&str>::new());
        assert_eq!(begin(""), Vec::<&str>::new());
    }
}
