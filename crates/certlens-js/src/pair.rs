//! The settings of a pair as a JS object.

use certlens::Source;
use certlens::peer::{self, Conversation, Stack, Suites};
use certlens::report::pair::{PairDocument, document};
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
            |ids| ids.iter().map(|id| stack(id)).collect::<Result<Vec<_>, String>>(),
        )?;
        let sides = peer::sides(sources);
        let side = |at: Option<usize>| at.and_then(|at| sides.candidates.get(at));
        let (server, client) = (side(sides.server), side(sides.client));
        let mut conversation = Conversation::stated(sources, server, time);
        if let Some(name) = self.name {
            conversation = Conversation { name, told: Vec::new(), ..conversation };
        }
        if let Some(suites) = &self.suites {
            let has = |wanted: &str| suites.iter().any(|suite| suite == wanted);
            conversation.suites = Suites { ecdhe_rsa: has("ecdhe-rsa"), ecdhe_ecdsa: has("ecdhe-ecdsa") };
        }
        Ok(document(&peer::pair::pair(server, client, &conversation, &stacks)))
    }
}

fn stack(id: &str) -> Result<&'static Stack, String> {
    peer::stacks()
        .iter()
        .find(|stack| stack.id == id)
        .copied()
        .ok_or_else(|| format!("stacks: there is no stack `{id}`"))
}
