//! Texts that something may begin with, most of which are ruled out by its first letter.

/// Folded texts, none of them empty.
#[derive(Debug)]
pub(crate) struct Openings {
    texts: Vec<String>,
    /// The first bytes of all: those that share their last five bits count as one.
    initials: u32,
}

impl Openings {
    pub(super) fn of(mut texts: Vec<String>) -> Self {
        texts.retain(|text| !text.is_empty());
        let initials = texts.iter().fold(0, |set, text| set | bit(text));
        Self { texts, initials }
    }

    /// Those that `text` begins with.
    pub(crate) fn begin<'a>(&'a self, text: &str) -> impl Iterator<Item = &'a str> {
        let texts = if self.initials & bit(text) == 0 {
            &[]
        } else {
            self.texts.as_slice()
        };
        texts
            .iter()
            .map(String::as_str)
            .filter(move |opening| text.starts_with(opening))
    }
}

fn bit(text: &str) -> u32 {
    text.bytes()
        .next()
        .map_or(0, |byte| 1_u32.wrapping_shl(u32::from(byte)))
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
