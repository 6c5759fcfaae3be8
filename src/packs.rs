//! The language packs of `grammar/` as files: those that come with the program, or those of a folder; and beside them the file of
//! an operator's own words.
//!
//! A folder is a pack, whatever its name; nothing in the program lists the languages. What the files mean is the business of
//! [`crate::grammar`] and [`crate::reply`].

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use include_dir::{Dir, include_dir};

static BUILTIN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/grammar");

/// The language that every pack is completed from.
const FIRST: &str = "en";

/// The files of all packs, English first, the others by their names.
#[derive(Clone, Debug, Default)]
pub struct Packs {
    packs: Vec<Pack>,
    words: Option<OwnWords>,
}

/// The file of an operator's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnWords {
    /// Its name without folders, for saying what is wrong where.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// The files of one language.
#[derive(Clone, Debug)]
pub struct Pack {
    /// The name of its folder: a language's code, or `shared`.
    pub name: String,
    files: BTreeMap<String, Cow<'static, str>>,
}

impl Packs {
    /// The packs that come with the program.
    #[must_use]
    pub fn builtin() -> Self {
        let packs = BUILTIN.dirs().map(|folder| Pack {
            name: name(folder.path()),
            files: folder
                .files()
                .filter_map(|file| {
                    let text = file.contents_utf8()?;
                    Some((name(file.path()), Cow::Borrowed(text)))
                })
                .collect(),
        });
        Self::of(packs.collect())
    }

    /// The packs of a folder that is laid out like `grammar/`.
    ///
    /// # Errors
    /// Those of reading the folder and the files in it.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let mut packs = Vec::new();
        for pack in std::fs::read_dir(folder)? {
            let path = pack?.path();
            if !path.is_dir() {
                continue;
            }
            let mut files = BTreeMap::new();
            for file in std::fs::read_dir(&path)? {
                let file = file?.path();
                if file.is_file() {
                    files.insert(name(&file), Cow::Owned(std::fs::read_to_string(&file)?));
                }
            }
            packs.push(Pack {
                name: name(&path),
                files,
            });
        }
        Ok(Self::of(packs))
    }

    fn of(mut packs: Vec<Pack>) -> Self {
        packs.sort_by(|one, other| {
            let key = |pack: &Pack| (pack.name != FIRST, pack.name.clone());
            key(one).cmp(&key(other))
        });
        Self { packs, words: None }
    }

    /// The same with an operator's own words.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn and_words(self, file: &Path) -> io::Result<Self> {
        let words = OwnWords {
            name: name(file),
            text: std::fs::read_to_string(file)?,
        };
        Ok(self.and(words))
    }

    /// The same with these words beside the packs.
    #[must_use]
    pub fn and(self, words: OwnWords) -> Self {
        Self {
            words: Some(words),
            ..self
        }
    }

    /// The operator's own words.
    #[must_use]
    pub fn words(&self) -> Option<&OwnWords> {
        self.words.as_ref()
    }

    /// Every file: its path, and what is in it. The same packs give the same files in the same order.
    pub fn files(&self) -> impl Iterator<Item = (String, &str)> {
        let packs = self.packs.iter().flat_map(|pack| {
            let files = pack.files.iter();
            files.map(|(file, text)| (format!("{}/{file}", pack.name), text.as_ref()))
        });
        // Where the operator keeps their words says nothing about what they mean.
        let words = self.words.iter();
        packs.chain(words.map(|words| (String::new(), words.text.as_str())))
    }

    /// Every pack that has this file, and the file's text.
    pub fn with<'a>(&'a self, file: &'a str) -> impl Iterator<Item = (&'a Pack, &'a str)> {
        self.packs
            .iter()
            .filter_map(move |pack| Some((pack, pack.file(file)?)))
    }
}

impl Pack {
    /// The text of a file.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&str> {
        self.files.get(name).map(AsRef::as_ref)
    }
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_and_the_program_hold_the_same() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammar");
        let names = |packs: &Packs| -> Vec<String> {
            let files = packs.files();
            files
                .map(|(file, text)| format!("{file} {}", text.len()))
                .collect()
        };
        let read = Packs::read(&folder).expect("the folder");
        assert_eq!(names(&Packs::builtin()), names(&read));
        assert_eq!(read.packs[0].name, "en");
    }
}
