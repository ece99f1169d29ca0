//! What stood in the box before, and what was undone. No secret ever stands here.

use yew::AttrValue;

/// Longest history of the box, in edits.
const LONGEST: usize = 100;

/// How the text of the box was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edit {
    /// By a character; those typed one after the other are undone as one step.
    Typed,
    Put,
    /// All that stood in the box gave way.
    Replaced,
    /// A secret was completed: earlier texts may hold a part of it that nobody could tell for one.
    Unmasked,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct History {
    past: Vec<AttrValue>,
    future: Vec<AttrValue>,
    is_typing: bool,
}

impl History {
    /// `text` gives way to another.
    pub(crate) fn leave(&mut self, text: AttrValue, how: Edit) {
        if how == Edit::Unmasked {
            self.past.clear();
        } else if how != Edit::Typed || !self.is_typing {
            self.past.push(text);
            let surplus = self.past.len().saturating_sub(LONGEST);
            self.past.drain(..surplus);
        }
        self.is_typing = how == Edit::Typed;
        self.future.clear();
    }

    /// What stood there before `text`.
    pub(crate) fn undo(&mut self, text: &AttrValue) -> Option<AttrValue> {
        self.is_typing = false;
        let before = self.past.pop()?;
        self.future.push(text.clone());
        Some(before)
    }

    /// What was undone and is `text` now.
    pub(crate) fn redo(&mut self, text: &AttrValue) -> Option<AttrValue> {
        self.is_typing = false;
        let after = self.future.pop()?;
        self.past.push(text.clone());
        Some(after)
    }

    /// Nothing that was undone can be done again.
    pub(crate) fn settle(&mut self) {
        self.future.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::{Edit, History};

    /// Does the edits in their order, and undoes everything.
    fn undone(edits: &[(&'static str, Edit)]) -> Vec<String> {
        let mut history = History::default();
        let mut text = "".into();
        for (next, how) in edits {
            history.leave(core::mem::replace(&mut text, (*next).into()), *how);
        }
        let mut seen = Vec::new();
        while let Some(before) = history.undo(&text) {
            seen.push(before.to_string());
            text = before;
        }
        seen
    }

    #[test]
    fn a_paste_is_a_step_and_so_is_a_run_of_typing() {
        use Edit::{Put, Replaced, Typed, Unmasked};
        assert_eq!(undone(&[("h", Typed), ("he", Typed)]), [""]);
        assert_eq!(undone(&[("A", Put), ("Ah", Typed), ("Ahe", Typed)]), ["A", ""]);
        assert_eq!(
            undone(&[("h", Typed), ("hA", Put), ("hAi", Typed), ("B", Replaced)]),
            ["hAi", "hA", "h", ""]
        );
        assert_eq!(undone(&[("A", Put), ("Ak", Typed), ("A<masked>", Unmasked), ("B", Put)]), ["A<masked>"]);
    }

    #[test]
    fn what_is_undone_can_be_done_again_until_something_else_is() {
        let mut history = History::default();
        history.leave("".into(), Edit::Put);
        assert_eq!(history.undo(&"A".into()), Some("".into()));
        assert_eq!(history.redo(&"".into()), Some("A".into()));
        assert_eq!(history.undo(&"A".into()), Some("".into()));
        history.leave("".into(), Edit::Typed);
        assert_eq!(history.redo(&"h".into()), None);
    }
}
