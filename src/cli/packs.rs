//! Which language packs and words a message is read with.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use fieldline::config::Config;
use fieldline::packs::Packs;

/// Packs and words named on the command line.
#[derive(clap::Args)]
pub(crate) struct PackFiles {
    /// Language packs in a folder laid out like grammar/, instead of those that come with the program
    #[arg(long, value_name = "DIR")]
    packs: Option<PathBuf>,
    /// A file of an operator's own words beside the packs
    #[arg(long, value_name = "FILE")]
    words: Option<PathBuf>,
}

impl PackFiles {
    /// Reads them.
    pub(crate) fn load(&self) -> anyhow::Result<Packs> {
        self.load_with(self.words.as_deref())
    }

    /// Reads them, with the configured words where none are named.
    pub(crate) fn load_or(&self, config: &Config) -> anyhow::Result<Packs> {
        let configured = Some(Path::new(&config.grammar.words));
        let configured = configured.filter(|words| !words.as_os_str().is_empty());
        self.load_with(self.words.as_deref().or(configured))
    }

    fn load_with(&self, words: Option<&Path>) -> anyhow::Result<Packs> {
        let reading = |path: &Path| format!("reading {}", path.display());
        let packs = match self.packs.as_deref() {
            Some(folder) => Packs::read(folder).with_context(|| reading(folder))?,
            None => Packs::builtin(),
        };
        match words {
            Some(words) => packs.and_words(words).with_context(|| reading(words)),
            None => Ok(packs),
        }
    }
}
