//! The stacks of the tables. What they ask is in their rows of [`peer::stacks`].

use crate::peer::{self, Rules};

/// The stacks of the guide's grid: their ids, and what the tables call them.
const NAMED: [(&str, &str); 8] = [
    ("go", "Go"),
    ("openssl", "OpenSSL"),
    ("python-3.13", "Python"),
    ("node", "Node"),
    ("java", "Java"),
    ("gnutls", "GnuTLS"),
    ("grpc", "gRPC"),
    ("rustls", "rustls"),
];

/// How many there are.
pub(super) const COUNT: usize = NAMED.len();

/// Names of those whose row is `wanted`.
pub(super) fn named(wanted: impl Fn(&Rules) -> bool) -> Vec<String> {
    let row = |id| peer::stack(id).ok().map(|stack| &stack.rules);
    let of_row = NAMED.iter().filter(|(id, _)| row(*id).is_some_and(&wanted));
    of_row.map(|(_, name)| (*name).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_name_is_of_a_stack() {
        assert_eq!(super::named(|_| true).len(), super::COUNT);
    }
}
