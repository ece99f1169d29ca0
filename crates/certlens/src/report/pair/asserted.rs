//! A pair in somebody's own tests: `assert_handshakes!`.

use crate::peer::pair::{outcome, pair};
use crate::peer::{self, Conversation, Stack};
use crate::report::pair::{document, text};
use crate::rule::Verdict;
use crate::source::Source;
use crate::time::Timestamp;

/// Whether the two sides shake hands in every combination of `stacks`, by their ids, at `time` and by the first name of the
/// server's certificate.
///
/// # Errors
/// What `certlens pair` prints, if one combination does not, or it cannot be told; or which stack is not known.
pub fn shakes_hands(
    server: &[Source],
    client: &[Source],
    time: Timestamp,
    stacks: &[&str],
) -> Result<(), String> {
    let find = |id: &&str| peer::stack(id).map_err(|error| error.to_string());
    let stacks = stacks.iter().map(find).collect::<Result<Vec<&'static Stack>, String>>()?;
    if stacks.is_empty() {
        return Err("No stack is named, so that nothing was checked: name those of your system.".to_owned());
    }
    let (server, client) = (peer::side(server), peer::side(client));
    let conversation = Conversation::new(peer::default_name(Some(&server)), time);
    let pair = pair(Some(&server), Some(&client), &conversation, &stacks);
    let mut cells = pair
        .stacks
        .iter()
        .flat_map(|client| pair.stacks.iter().filter_map(move |server| outcome(client, server)));
    if cells.all(|cell| cell == Verdict::Accept) { Ok(()) } else { Err(text(&document(&pair))) }
}

/// Fails a test unless the two sides shake hands in every combination of the stacks named: with the stacks' own texts, and
/// with what cures it. The sides are slices of [`Source`](crate::Source), Secrets or files; the time is now, or what follows
/// `at`, as RFC 3339 writes it.
///
/// ```no_run
/// let read = |name: &str| [certlens::Source { name: name.into(), content: std::fs::read(name).unwrap() }];
/// let (server, client) = (read("provider-tls.yaml"), read("manager-tls.yaml"));
/// certlens::assert_handshakes!(&server, &client, ["go", "java"]);
/// certlens::assert_handshakes!(&server, &client, ["go", "java"], at "2027-01-01T00:00:00Z");
/// ```
#[macro_export]
macro_rules! assert_handshakes {
    ($server:expr, $client:expr, [$($stack:expr),+ $(,)?] $(,)?) => {{
        let since = ::std::time::SystemTime::now().duration_since(::std::time::UNIX_EPOCH);
        let seconds = since.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX));
        let time = $crate::time::Timestamp(seconds);
        if let Err(why) = $crate::report::pair::shakes_hands($server, $client, time, &[$($stack),+]) {
            panic!("{why}");
        }
    }};
    ($server:expr, $client:expr, [$($stack:expr),+ $(,)?], at $time:expr) => {{
        let time = $time.parse::<$crate::time::Timestamp>().expect("a time as RFC 3339 writes it");
        if let Err(why) = $crate::report::pair::shakes_hands($server, $client, time, &[$($stack),+]) {
            panic!("{why}");
        }
    }};
}
