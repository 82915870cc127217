#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| minyi_libfuzzer::run("workbook", input));
