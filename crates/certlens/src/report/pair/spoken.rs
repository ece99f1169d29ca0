//! A stack's own text, with what the recordings keep apart filled in as a user would see it.

/// The port of the examples.
const PORT: &str = "8443";

/// The text with the names of the files for the paths of the recording, and a port for its mark.
pub(super) fn text(recorded: &str) -> String {
    let mut text = recorded.replace(":PORT", &format!(":{PORT}"));
    for path in ["CASE/client/", "CASE/server/"] {
        text = text.replace(path, "");
    }
    text
}
