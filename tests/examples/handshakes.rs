//! Compares predictions with the recorded handshakes: `handshakes [STACK|all] [PART OF A CASE'S NAME] [verdict|text|peer]`.

use std::collections::BTreeMap;

use certlens::peer::{self, Stack};
use tests::corpora;
use tests::handshakes::{self, Agreement, Compared};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let argument = |at: usize| arguments.get(at).map(String::as_str).filter(|text| *text != "all");
    let Some(folder) = corpora::handshakes() else { return };
    let stacks: Vec<&'static Stack> =
        peer::stacks().iter().copied().filter(|stack| argument(0).is_none_or(|id| stack.id == id)).collect();
    let compared = handshakes::compare(&folder, &stacks, argument(1));
    let wanted: fn(&Compared) -> bool = match argument(2) {
        Some("verdict") => |row| !row.is_right(),
        Some("text") => |row| !row.is_right() || !row.has_text(),
        Some("every") => |_| true,
        Some(_) => |row| !row.is_right() || (row.row.verdict == "reject" && !row.has_peer()),
        None => |_| false,
    };
    for row in compared.iter().filter(|row| wanted(row)) {
        println!("{row}\n");
    }
    let mut groups: BTreeMap<(&str, &str), Agreement> = BTreeMap::new();
    let mut total = Agreement::default();
    for row in &compared {
        groups.entry((row.stack, row.row.role.as_str())).or_default().count(row);
        total.count(row);
    }
    for ((stack, role), agreement) in &groups {
        println!("{stack:<18}{role:<8}{agreement}");
    }
    println!("{:<26}{total}", "all");
}
