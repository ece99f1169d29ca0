use certlens::{Settings, Source};
fn main() {
    let s: Vec<Source> = std::env::args()
        .skip(1)
        .map(|f| Source { name: f.clone(), content: std::fs::read(&f).unwrap() })
        .collect();
    let i = certlens::inspect(&s, &Settings { time: "2026-11-24".parse().unwrap(), ..Settings::default() });
    println!("{}", certlens::report::text::text(&i));
    eprintln!("{}", certlens::report::json(&i).unwrap());
}
