//! What the playground shows: a text as somebody of some role would have sent it.

use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::clock::SharedClock;
use crate::config::Config;
use crate::domain::{Lang, Region, Role};
use crate::engine::Engine;
use crate::grammar::{self, DateOrder, Lexicon, Sender};
use crate::web::Explain;

/// Reads texts with the running gateway's contacts; nothing is run.
pub(super) fn explainer(
    engine: Arc<Engine>,
    lexicon: Arc<Lexicon>,
    clock: SharedClock,
    config: &Config,
) -> Explain {
    let region: Region = config.defaults.region.parse().unwrap_or(Region::US);
    let lang = Lang(config.defaults.lang.clone());
    let zone = TimeZone::get(&config.defaults.tz).unwrap_or(TimeZone::UTC);
    Arc::new(move |text: &str, role: Role| {
        let parsed = engine.directory().read(|directory| {
            let now = clock.now().to_zoned(zone.clone());
            let date_order = DateOrder::of(region);
            grammar::parse(
                text,
                &lexicon,
                &Sender {
                    now,
                    region,
                    date_order,
                    lang: lang.clone(),
                    role,
                    question: None,
                    directory,
                },
            )
        });
        serde_json::to_value(parsed).unwrap_or_default()
    })
}
