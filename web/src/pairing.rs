//! What the reader says of a pair, and what comes of it.

use borsh::{BorshDeserialize, BorshSerialize};
use certlens::peer;
use certlens::report::pair::PairDocument;

/// Stacks that are ticked at first: those of the guide's grid, which come first.
const TICKED: usize = 8;

/// What a pair is judged under.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub(crate) struct Terms {
    /// Ids of the stacks in the reader's system.
    pub(crate) stacks: Vec<String>,
    /// What was chosen in place of what the core would take.
    pub(crate) chosen: Option<Chosen>,
}

impl Default for Terms {
    fn default() -> Self {
        let stacks = peer::stacks().iter().take(TICKED).map(|stack| stack.id.to_owned()).collect();
        Self { stacks, chosen: None }
    }
}

impl Terms {
    /// What is chosen of a pair: what the reader chose last, be it judged already or not, or else what the core took.
    pub(crate) fn chosen_of(&self, paired: &Paired) -> Chosen {
        let chosen = self.chosen.clone().filter(|chosen| chosen.among == paired.candidates);
        chosen.unwrap_or_else(|| Chosen {
            among: paired.candidates.clone(),
            server: paired.server,
            client: paired.client,
            name: None,
            suites: None,
        })
    }
}

/// What was chosen of a pair. It holds as long as there are the same sides to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Default, BorshSerialize, BorshDeserialize)]
pub(crate) struct Chosen {
    /// Titles of all that there were to choose from.
    pub(crate) among: Vec<String>,
    pub(crate) server: Option<usize>,
    pub(crate) client: Option<usize>,
    /// The name that is dialled, where it is not the one that the paste suggests.
    pub(crate) name: Option<String>,
    pub(crate) suites: Option<Allowed>,
}

/// The suites of TLS 1.2 that the server allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub(crate) struct Allowed {
    pub(crate) ecdhe_rsa: bool,
    pub(crate) ecdhe_ecdsa: bool,
}

/// A pair, judged.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub(crate) struct Paired {
    pub(crate) document: PairDocument,
    /// Titles of all that could be a side.
    pub(crate) candidates: Vec<String>,
    pub(crate) server: Option<usize>,
    pub(crate) client: Option<usize>,
    pub(crate) suites: Allowed,
}
