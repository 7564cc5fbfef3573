;; Sums over two planes in float64. Pointers and widths are in bytes; planes start at multiples of 16 bytes and are padded with
;; zeros to an even length.
(module
  (import "host" "memory" (memory 1))

  ;; Of slopes s of a row and t of another of opposite signs: the sum of the lesser of |s| and mu |t|, and that of |t| where this is
  ;; mu |t|, written to out.
  (func (export "fall")
    (param $row i32) (param $half i32) (param $width i32) (param $mu f64) (param $out i32)
    (local $i i32) (local $m v128) (local $s v128) (local $t v128) (local $p v128) (local $is v128)
    (local $taken v128) (local $rest v128)
    (local.set $m (f64x2.splat (local.get $mu)))
    (block $end (loop $features
      (br_if $end (i32.ge_u (local.get $i) (local.get $width)))
      (local.set $s (v128.load (i32.add (local.get $row) (local.get $i))))
      (local.set $t (v128.load (i32.add (local.get $half) (local.get $i))))
      (local.set $is (f64x2.lt (f64x2.mul (local.get $s) (local.get $t)) (v128.const f64x2 0 0)))
      (local.set $s (f64x2.abs (local.get $s)))
      (local.set $t (f64x2.abs (local.get $t)))
      (local.set $p (f64x2.mul (local.get $m) (local.get $t)))
      (local.set $taken (f64x2.add (local.get $taken)
        (v128.and (local.get $is) (f64x2.pmin (local.get $s) (local.get $p)))))
      (local.set $rest (f64x2.add (local.get $rest)
        (v128.and (v128.and (local.get $is) (f64x2.lt (local.get $p) (local.get $s))) (local.get $t))))
      (local.set $i (i32.add (local.get $i) (i32.const 16)))
      (br $features)))
    (f64.store (local.get $out) (call $sum (local.get $taken)))
    (f64.store offset=8 (local.get $out) (call $sum (local.get $rest))))

  (func $sum (param $x v128) (result f64)
    (f64.add (f64x2.extract_lane 0 (local.get $x)) (f64x2.extract_lane 1 (local.get $x)))))
