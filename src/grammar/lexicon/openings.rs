//! Texts that something may begin with, most of which are ruled out by its first letter.

/// Folded texts, none of them empty, in the order of their first letters.
#[derive(Debug)]
pub(crate) struct Openings {
    texts: Vec<String>,
    /// Where the texts of each initial end. Bytes that share their last five bits count as one.
    ends: [usize; INITIALS],
}

const INITIALS: usize = 32;

impl Openings {
    pub(super) fn of(mut texts: Vec<String>) -> Self {
        texts.retain(|text| !text.is_empty());
        texts.sort_by_key(|text| initial(text));
        let ends =
            std::array::from_fn(|wanted| texts.partition_point(|text| initial(text) <= wanted));
        Self { texts, ends }
    }

    /// Those that `text` begins with.
    pub(crate) fn begin<'a>(&'a self, text: &str) -> impl Iterator<Item = &'a str> {
        let initial = initial(text);
        let before = initial
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        let from = before.copied().unwrap_or_default();
        let to = self.ends.get(initial).copied().unwrap_or_default();
        let texts = self.texts.get(from..to).unwrap_or_default();
        texts
            .iter()
            .map(String::as_str)
            .filter(move |opening| text.starts_with(opening))
    }
}

fn initial(text: &str) -> usize {
    text.bytes()
        .next()
        .map_or(0, |byte| usize::from(byte) % INITIALS)
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
