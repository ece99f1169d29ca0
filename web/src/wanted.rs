//! What the reader asked of the views. It stays while views are changed, and goes when everything is cleared.

use certlens::report::Format;

use crate::inventory::filter::Filter;

#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// How the report is written, here and when it is copied from elsewhere.
    pub(crate) format: Format,
    pub(crate) redacts: bool,
    /// Names that will be dialled.
    pub(crate) asked: String,
    /// A pin that something may be the pin of.
    pub(crate) sought: String,
    pub(crate) filter: Filter,
    /// The stack whose chip is open.
    pub(crate) stack: Option<String>,
    /// The cell of the grid that is open: the number of the client's stack and of the server's.
    pub(crate) cell: Option<(usize, usize)>,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            format: Format::Markdown,
            redacts: false,
            asked: String::new(),
            sought: String::new(),
            filter: Filter::default(),
            stack: None,
            cell: None,
        }
    }
}

impl Wanted {
    /// What is not about that which was cleared: how reports are written.
    pub(crate) fn kept(&self) -> Self {
        Self { format: self.format, redacts: self.redacts, ..Self::default() }
    }
}
