//! Words put together.

/// `a certificate`, `an RSA key`
pub(crate) fn one(noun: &str) -> String {
    // R, S and X by themselves are spoken with a vowel first; U and E of UTF8 and EC are as they are spelt.
    let is_vowel = noun.starts_with(['A', 'E', 'I', 'O', 'a', 'e', 'i', 'o']) || noun.starts_with("RSA");
    format!("{} {noun}", if is_vowel { "an" } else { "a" })
}

/// `A`, `A and B`, `A, B and C`; empty where there is nothing.
pub(crate) fn list(items: &[impl AsRef<str>]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match items.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [several @ .., last] => format!("{} and {last}", several.join(", ")),
    }
}
