//! The settings of a pair as a JS object.

use certlens::peer::{self, Conversation, Role, Said, Suites};
use certlens::report::pair::{PairDocument, document};
use certlens::{Source, config};
use serde::Deserialize;

use crate::settings::now;

/// `PairSettings` of `types.d.ts`.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct PairSettingsObject {
    at: Option<String>,
    name: Option<String>,
    suites: Option<Vec<String>>,
    stacks: Option<Vec<String>>,
}

impl PairSettingsObject {
    /// The pair found in `sources`, judged; the error is a sentence.
    pub(crate) fn judge(self, sources: &[Source]) -> Result<PairDocument, String> {
        let time = match &self.at {
            Some(text) => text.parse().map_err(|error| format!("at: {error}"))?,
            None => now(),
        };
        let stacks = self.stacks.as_ref().map_or_else(
            || Ok(peer::stacks().to_vec()),
            |ids| ids.iter().map(|id| peer::stack(id)).collect::<Result<Vec<_>, _>>(),
        );
        let stacks = stacks.map_err(|error| format!("stacks: {error}"))?;
        let suites = self.suites.map(|names| Suites::named(names.iter().map(String::as_str)));
        let suites = suites.transpose().map_err(|error| format!("suites: {error}"))?;
        let sides = peer::sides(sources);
        let server = sides.played(Role::Server, sides.server);
        let client = sides.played(Role::Client, sides.client);
        let said = Said { name: self.name, suites };
        let mut conversation = Conversation::stated(&config::read(sources), server.as_ref(), time, said);
        conversation.told.extend(sides.left_out());
        let mut judged =
            document(&peer::pair::pair(server.as_ref(), client.as_ref(), &conversation, &stacks));
        // In place of a verdict.
        if let Some(asked) = sides.asked(sides.server, sides.client) {
            judged.summary = asked;
        }
        Ok(judged)
    }
}
