;; Products of matrices and convolutions in float32. Pointers, steps and jumps are in bytes. A right-hand side lies in panels of
;; 8 columns, row after row, its last panel filled up with zeros: see `pack`. What is computed at once is 4 rows of 8 columns:
;; with what is loaded for them they just fit the 16 registers that most processors have.
(module
  (import "host" "memory" (memory 1 65536))

  ;; Stores the first `width` of 8 sums, or adds them, by way of `spare`.
  (func $part (param $c i32) (param $width i32) (param $add i32) (param $spare i32) (param $low v128) (param $high v128)
    (local $i i32) (local $x f32)
    (v128.store offset=32 (local.get $spare) (local.get $low))
    (v128.store offset=48 (local.get $spare) (local.get $high))
    (local.set $width (i32.shl (local.get $width) (i32.const 2)))
    (loop $each
      (local.set $x (f32.load offset=32 (i32.add (local.get $spare) (local.get $i))))
      (if (local.get $add) (then
        (local.set $x (f32.add (f32.load (i32.add (local.get $c) (local.get $i))) (local.get $x)))))
      (f32.store (i32.add (local.get $c) (local.get $i)) (local.get $x))
      (br_if $each (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 4))) (local.get $width)))))

  ;; c = a b, or c += a b. Row r of a begins at a + aRows[r] and has `outer` pieces of `inner` bytes, the begins of which are
  ;; `jump` apart; row r of c is at c + cRows[r]. Memory of the tables goes on to a multiple of 4 rows. Rows of c may
  ;; overlap in `add`.
  (func $rows (export "rows")
    (param $a i32) (param $aRows i32) (param $c i32) (param $cRows i32) (param $rows i32)
    (param $b i32) (param $panel i32) (param $width i32)
    (param $outer i32) (param $inner i32) (param $jump i32) (param $add i32) (param $spare i32)
    (local $left i32) (local $ta i32) (local $tc i32) (local $o i32) (local $k i32) (local $at i32)
    (local $a0 i32) (local $a1 i32) (local $a2 i32) (local $a3 i32)
    (local $c0 i32) (local $c1 i32) (local $c2 i32) (local $c3 i32)
    (local $x v128) (local $low v128) (local $high v128)
    (local $s00 v128) (local $s01 v128)
    (local $s10 v128) (local $s11 v128)
    (local $s20 v128) (local $s21 v128)
    (local $s30 v128) (local $s31 v128)
    (loop $panels
      (local.set $ta (local.get $aRows))
      (local.set $tc (local.get $cRows))
      (local.set $left (local.get $rows))
      (loop $tiles
        (local.set $a0 (i32.add (local.get $a) (i32.load (local.get $ta))))
        (local.set $a1 (select (i32.add (local.get $a) (i32.load offset=4 (local.get $ta))) (local.get $a0) (i32.gt_s (local.get $left) (i32.const 1))))
        (local.set $a2 (select (i32.add (local.get $a) (i32.load offset=8 (local.get $ta))) (local.get $a0) (i32.gt_s (local.get $left) (i32.const 2))))
        (local.set $a3 (select (i32.add (local.get $a) (i32.load offset=12 (local.get $ta))) (local.get $a0) (i32.gt_s (local.get $left) (i32.const 3))))
        (local.set $c0 (i32.add (local.get $c) (i32.load offset=0 (local.get $tc))))
        (local.set $c1 (select (i32.add (local.get $c) (i32.load offset=4 (local.get $tc))) (local.get $spare) (i32.gt_s (local.get $left) (i32.const 1))))
        (local.set $c2 (select (i32.add (local.get $c) (i32.load offset=8 (local.get $tc))) (local.get $spare) (i32.gt_s (local.get $left) (i32.const 2))))
        (local.set $c3 (select (i32.add (local.get $c) (i32.load offset=12 (local.get $tc))) (local.get $spare) (i32.gt_s (local.get $left) (i32.const 3))))
        (local.set $s00 (v128.const f32x4 0 0 0 0)) (local.set $s01 (v128.const f32x4 0 0 0 0))
        (local.set $s10 (v128.const f32x4 0 0 0 0)) (local.set $s11 (v128.const f32x4 0 0 0 0))
        (local.set $s20 (v128.const f32x4 0 0 0 0)) (local.set $s21 (v128.const f32x4 0 0 0 0))
        (local.set $s30 (v128.const f32x4 0 0 0 0)) (local.set $s31 (v128.const f32x4 0 0 0 0))
        (local.set $at (local.get $b))
        (local.set $o (local.get $outer))
        (loop $pieces
          (local.set $k (i32.const 0))
          (loop $sum
            (local.set $low (v128.load (local.get $at)))
            (local.set $high (v128.load offset=16 (local.get $at)))
            (local.set $x (v128.load32_splat (i32.add (local.get $a0) (local.get $k))))
            (local.set $s00 (f32x4.add (local.get $s00) (f32x4.mul (local.get $x) (local.get $low))))
            (local.set $s01 (f32x4.add (local.get $s01) (f32x4.mul (local.get $x) (local.get $high))))
            (local.set $x (v128.load32_splat (i32.add (local.get $a1) (local.get $k))))
            (local.set $s10 (f32x4.add (local.get $s10) (f32x4.mul (local.get $x) (local.get $low))))
            (local.set $s11 (f32x4.add (local.get $s11) (f32x4.mul (local.get $x) (local.get $high))))
            (local.set $x (v128.load32_splat (i32.add (local.get $a2) (local.get $k))))
            (local.set $s20 (f32x4.add (local.get $s20) (f32x4.mul (local.get $x) (local.get $low))))
            (local.set $s21 (f32x4.add (local.get $s21) (f32x4.mul (local.get $x) (local.get $high))))
            (local.set $x (v128.load32_splat (i32.add (local.get $a3) (local.get $k))))
            (local.set $s30 (f32x4.add (local.get $s30) (f32x4.mul (local.get $x) (local.get $low))))
            (local.set $s31 (f32x4.add (local.get $s31) (f32x4.mul (local.get $x) (local.get $high))))
            (local.set $at (i32.add (local.get $at) (i32.const 32)))
            (br_if $sum (i32.lt_u (local.tee $k (i32.add (local.get $k) (i32.const 4))) (local.get $inner))))
          (local.set $a0 (i32.add (local.get $a0) (local.get $jump)))
          (local.set $a1 (i32.add (local.get $a1) (local.get $jump)))
          (local.set $a2 (i32.add (local.get $a2) (local.get $jump)))
          (local.set $a3 (i32.add (local.get $a3) (local.get $jump)))
          (br_if $pieces (local.tee $o (i32.sub (local.get $o) (i32.const 1)))))
        (if (i32.lt_s (local.get $width) (i32.const 8))
          (then
            (call $part (local.get $c0) (local.get $width) (local.get $add) (local.get $spare) (local.get $s00) (local.get $s01))
            (call $part (local.get $c1) (local.get $width) (local.get $add) (local.get $spare) (local.get $s10) (local.get $s11))
            (call $part (local.get $c2) (local.get $width) (local.get $add) (local.get $spare) (local.get $s20) (local.get $s21))
            (call $part (local.get $c3) (local.get $width) (local.get $add) (local.get $spare) (local.get $s30) (local.get $s31)))
          (else
            (if (local.get $add)
              (then
                (v128.store (local.get $c0) (f32x4.add (v128.load (local.get $c0)) (local.get $s00)))
                (v128.store offset=16 (local.get $c0) (f32x4.add (v128.load offset=16 (local.get $c0)) (local.get $s01)))
                (v128.store (local.get $c1) (f32x4.add (v128.load (local.get $c1)) (local.get $s10)))
                (v128.store offset=16 (local.get $c1) (f32x4.add (v128.load offset=16 (local.get $c1)) (local.get $s11)))
                (v128.store (local.get $c2) (f32x4.add (v128.load (local.get $c2)) (local.get $s20)))
                (v128.store offset=16 (local.get $c2) (f32x4.add (v128.load offset=16 (local.get $c2)) (local.get $s21)))
                (v128.store (local.get $c3) (f32x4.add (v128.load (local.get $c3)) (local.get $s30)))
                (v128.store offset=16 (local.get $c3) (f32x4.add (v128.load offset=16 (local.get $c3)) (local.get $s31))))
              (else
                (v128.store (local.get $c0) (local.get $s00))
                (v128.store offset=16 (local.get $c0) (local.get $s01))
                (v128.store (local.get $c1) (local.get $s10))
                (v128.store offset=16 (local.get $c1) (local.get $s11))
                (v128.store (local.get $c2) (local.get $s20))
                (v128.store offset=16 (local.get $c2) (local.get $s21))
                (v128.store (local.get $c3) (local.get $s30))
                (v128.store offset=16 (local.get $c3) (local.get $s31))))))
        (local.set $ta (i32.add (local.get $ta) (i32.const 16)))
        (local.set $tc (i32.add (local.get $tc) (i32.const 16)))
        (br_if $tiles (i32.gt_s (local.tee $left (i32.sub (local.get $left) (i32.const 4))) (i32.const 0))))
      (local.set $b (i32.add (local.get $b) (local.get $panel)))
      (local.set $c (i32.add (local.get $c) (i32.const 32)))
      (br_if $panels (i32.gt_s (local.tee $width (i32.sub (local.get $width) (i32.const 8))) (i32.const 0)))))

  ;; c += a' b, of neighbouring columns of a, each a row of c, `row` bytes apart. Elements of a column are `step` apart, `inner` of them,
  ;; and after these `jump`, `outer` times. The last columns are read to a multiple of 4.
  (func $columns (export "columns")
    (param $a i32) (param $columns i32) (param $c i32) (param $row i32)
    (param $b i32) (param $panel i32) (param $wide i32)
    (param $outer i32) (param $inner i32) (param $step i32) (param $jump i32) (param $add i32) (param $spare i32)
    (local $width i32) (local $o i32) (local $i i32) (local $p i32) (local $q i32) (local $at i32) (local $into i32)
    (local $c0 i32) (local $c1 i32) (local $c2 i32) (local $c3 i32)
    (local $x v128) (local $low v128) (local $high v128)
    (local $s00 v128) (local $s01 v128)
    (local $s10 v128) (local $s11 v128)
    (local $s20 v128) (local $s21 v128)
    (local $s30 v128) (local $s31 v128)
    (loop $tiles
      (local.set $p (local.get $b))
      (local.set $into (local.get $c))
      (local.set $width (local.get $wide))
      (loop $panels
        (local.set $s00 (v128.const f32x4 0 0 0 0)) (local.set $s01 (v128.const f32x4 0 0 0 0))
        (local.set $s10 (v128.const f32x4 0 0 0 0)) (local.set $s11 (v128.const f32x4 0 0 0 0))
        (local.set $s20 (v128.const f32x4 0 0 0 0)) (local.set $s21 (v128.const f32x4 0 0 0 0))
        (local.set $s30 (v128.const f32x4 0 0 0 0)) (local.set $s31 (v128.const f32x4 0 0 0 0))
        (local.set $at (local.get $p))
        (local.set $q (local.get $a))
        (local.set $o (local.get $outer))
        (loop $pieces
          (local.set $i (local.get $inner))
          (loop $sum
            (local.set $low (v128.load (local.get $at)))
            (local.set $high (v128.load offset=16 (local.get $at)))
            (local.set $x (v128.load32_splat offset=0 (local.get $q)))
            (local.set $s00 (f32x4.add (local.get $s00) (f32x4.mul (local.get $x) (local.get $low))))
            (local.set $s01 (f32x4.add (local.get $s01) (f32x4.mul (local.get $x) (local.get $high))))
            (local.set $x (v128.load32_splat offset=4 (local.get $q)))
            (local.set $s10 (f32x4.add (local.get $s10) (f32x4.mul (local.get $x) (local.get $low))))
            (local.set $s11 (f32x4.add (local.get $s11) (f32x4.mul (local.get $x) (local.get $high))))
            (local.set $x (v128.load32_splat offset=8 (local.get $q)))
            (local.set $s20 (f32x4.add (local.get $s20) (f32x4.mul (local.get $x) (local.get $low))))
            (local.set $s21 (f32x4.add (local.get $s21) (f32x4.mul (local.get $x) (local.get $high))))
            (local.set $x (v128.load32_splat offset=12 (local.get $q)))
            (local.set $s30 (f32x4.add (local.get $s30) (f32x4.mul (local.get $x) (local.get $low))))
            (local.set $s31 (f32x4.add (local.get $s31) (f32x4.mul (local.get $x) (local.get $high))))
            (local.set $at (i32.add (local.get $at) (i32.const 32)))
            (local.set $q (i32.add (local.get $q) (local.get $step)))
            (br_if $sum (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
          (local.set $q (i32.add (local.get $q) (local.get $jump)))
          (br_if $pieces (local.tee $o (i32.sub (local.get $o) (i32.const 1)))))
        (local.set $c0 (local.get $into))
        (local.set $c1 (select (i32.add (local.get $into) (i32.mul (local.get $row) (i32.const 1))) (local.get $spare) (i32.gt_s (local.get $columns) (i32.const 1))))
        (local.set $c2 (select (i32.add (local.get $into) (i32.mul (local.get $row) (i32.const 2))) (local.get $spare) (i32.gt_s (local.get $columns) (i32.const 2))))
        (local.set $c3 (select (i32.add (local.get $into) (i32.mul (local.get $row) (i32.const 3))) (local.get $spare) (i32.gt_s (local.get $columns) (i32.const 3))))
        (if (i32.lt_s (local.get $width) (i32.const 8))
          (then
            (call $part (local.get $c0) (local.get $width) (local.get $add) (local.get $spare) (local.get $s00) (local.get $s01))
            (call $part (local.get $c1) (local.get $width) (local.get $add) (local.get $spare) (local.get $s10) (local.get $s11))
            (call $part (local.get $c2) (local.get $width) (local.get $add) (local.get $spare) (local.get $s20) (local.get $s21))
            (call $part (local.get $c3) (local.get $width) (local.get $add) (local.get $spare) (local.get $s30) (local.get $s31)))
          (else
            (if (local.get $add)
              (then
                (v128.store (local.get $c0) (f32x4.add (v128.load (local.get $c0)) (local.get $s00)))
                (v128.store offset=16 (local.get $c0) (f32x4.add (v128.load offset=16 (local.get $c0)) (local.get $s01)))
                (v128.store (local.get $c1) (f32x4.add (v128.load (local.get $c1)) (local.get $s10)))
                (v128.store offset=16 (local.get $c1) (f32x4.add (v128.load offset=16 (local.get $c1)) (local.get $s11)))
                (v128.store (local.get $c2) (f32x4.add (v128.load (local.get $c2)) (local.get $s20)))
                (v128.store offset=16 (local.get $c2) (f32x4.add (v128.load offset=16 (local.get $c2)) (local.get $s21)))
                (v128.store (local.get $c3) (f32x4.add (v128.load (local.get $c3)) (local.get $s30)))
                (v128.store offset=16 (local.get $c3) (f32x4.add (v128.load offset=16 (local.get $c3)) (local.get $s31))))
              (else
                (v128.store (local.get $c0) (local.get $s00))
                (v128.store offset=16 (local.get $c0) (local.get $s01))
                (v128.store (local.get $c1) (local.get $s10))
                (v128.store offset=16 (local.get $c1) (local.get $s11))
                (v128.store (local.get $c2) (local.get $s20))
                (v128.store offset=16 (local.get $c2) (local.get $s21))
                (v128.store (local.get $c3) (local.get $s30))
                (v128.store offset=16 (local.get $c3) (local.get $s31))))))
        (local.set $p (i32.add (local.get $p) (local.get $panel)))
        (local.set $into (i32.add (local.get $into) (i32.const 32)))
        (br_if $panels (i32.gt_s (local.tee $width (i32.sub (local.get $width) (i32.const 8))) (i32.const 0))))
      (local.set $a (i32.add (local.get $a) (i32.const 16)))
      (local.set $c (i32.add (local.get $c) (i32.shl (local.get $row) (i32.const 2))))
      (br_if $tiles (i32.gt_s (local.tee $columns (i32.sub (local.get $columns) (i32.const 4))) (i32.const 0)))))

  ;; Lays a matrix of `rows` and `width` columns, whose elements are `down` and `right` apart, out in panels.
  (func $pack (export "pack")
    (param $from i32) (param $into i32) (param $rows i32) (param $width i32) (param $down i32) (param $right i32)
    (local $r i32) (local $p i32) (local $i i32)
    (local $p1 i32) (local $p2 i32) (local $p3 i32)
    (loop $panels
      (local.set $r (local.get $rows))
      (local.set $p (local.get $from))
      (if (i32.lt_s (local.get $width) (i32.const 8))
        (then (loop $part
          (v128.store (local.get $into) (v128.const f32x4 0 0 0 0))
          (v128.store offset=16 (local.get $into) (v128.const f32x4 0 0 0 0))
          (local.set $i (i32.const 0))
          (loop $each
            (i32.store (i32.add (local.get $into) (i32.shl (local.get $i) (i32.const 2)))
              (i32.load (i32.add (local.get $p) (i32.mul (local.get $i) (local.get $right)))))
            (br_if $each (i32.lt_s (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $width))))
          (local.set $into (i32.add (local.get $into) (i32.const 32)))
          (local.set $p (i32.add (local.get $p) (local.get $down)))
          (br_if $part (local.tee $r (i32.sub (local.get $r) (i32.const 1))))))
        (else (if (i32.eq (local.get $right) (i32.const 4))
          (then (loop $copy
            (v128.store (local.get $into) (v128.load (local.get $p)))
            (v128.store offset=16 (local.get $into) (v128.load offset=16 (local.get $p)))
            (local.set $into (i32.add (local.get $into) (i32.const 32)))
            (local.set $p (i32.add (local.get $p) (local.get $down)))
            (br_if $copy (local.tee $r (i32.sub (local.get $r) (i32.const 1))))))
          (else (loop $gather
            (local.set $p1 (i32.add (local.get $p) (local.get $right)))
            (local.set $p2 (i32.add (local.get $p1) (local.get $right)))
            (local.set $p3 (i32.add (local.get $p2) (local.get $right)))
            (v128.store (local.get $into)
              (v128.load32_lane 3 (local.get $p3) (v128.load32_lane 2 (local.get $p2)
                (v128.load32_lane 1 (local.get $p1) (v128.load32_zero (local.get $p))))))
            (local.set $i (i32.shl (local.get $right) (i32.const 2)))
            (v128.store offset=16 (local.get $into)
              (v128.load32_lane 3 (i32.add (local.get $p3) (local.get $i))
                (v128.load32_lane 2 (i32.add (local.get $p2) (local.get $i))
                  (v128.load32_lane 1 (i32.add (local.get $p1) (local.get $i))
                    (v128.load32_zero (i32.add (local.get $p) (local.get $i)))))))
            (local.set $into (i32.add (local.get $into) (i32.const 32)))
            (local.set $p (i32.add (local.get $p) (local.get $down)))
            (br_if $gather (local.tee $r (i32.sub (local.get $r) (i32.const 1)))))))))
      (local.set $from (i32.add (local.get $from) (i32.shl (local.get $right) (i32.const 3))))
      (br_if $panels (i32.gt_s (local.tee $width (i32.sub (local.get $width) (i32.const 8))) (i32.const 0)))))

  ;; Adds each row of from, which begin `step` apart, in `pieces` of `length` bytes: row r at into + table[r], its pieces `line` apart.
  (func $scatter (export "scatter")
    (param $from i32) (param $step i32) (param $table i32) (param $rows i32)
    (param $into i32) (param $pieces i32) (param $length i32) (param $line i32)
    (local $p i32) (local $c i32) (local $left i32) (local $i i32)
    (loop $each
      (local.set $p (local.get $from))
      (local.set $c (i32.add (local.get $into) (i32.load (local.get $table))))
      (local.set $left (local.get $pieces))
      (loop $down
        (local.set $i (i32.const 0))
        (block $four (loop $vectors
          (br_if $four (i32.gt_u (i32.add (local.get $i) (i32.const 16)) (local.get $length)))
          (v128.store (i32.add (local.get $c) (local.get $i)) (f32x4.add
            (v128.load (i32.add (local.get $c) (local.get $i))) (v128.load (i32.add (local.get $p) (local.get $i)))))
          (local.set $i (i32.add (local.get $i) (i32.const 16)))
          (br $vectors)))
        (block $one (loop $rest
          (br_if $one (i32.eq (local.get $i) (local.get $length)))
          (f32.store (i32.add (local.get $c) (local.get $i)) (f32.add
            (f32.load (i32.add (local.get $c) (local.get $i))) (f32.load (i32.add (local.get $p) (local.get $i)))))
          (local.set $i (i32.add (local.get $i) (i32.const 4)))
          (br $rest)))
        (local.set $p (i32.add (local.get $p) (local.get $length)))
        (local.set $c (i32.add (local.get $c) (local.get $line)))
        (br_if $down (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
      (local.set $from (i32.add (local.get $from) (local.get $step)))
      (local.set $table (i32.add (local.get $table) (i32.const 4)))
      (br_if $each (local.tee $rows (i32.sub (local.get $rows) (i32.const 1))))))

  ;; into += the sum of each column of `rows` rows, `width` bytes of which, a multiple of 16, lie one after another.
  (func (export "sums") (param $from i32) (param $rows i32) (param $width i32) (param $into i32)
    (local $i i32) (local $p i32) (local $r i32)
    (local $x v128) (local $y v128)
    (loop $each
      (local.set $p (i32.add (local.get $from) (local.get $i)))
      (local.set $r (local.get $rows))
      (local.set $x (v128.const f32x4 0 0 0 0))
      (local.set $y (v128.const f32x4 0 0 0 0))
      (loop $down
        (local.set $x (f32x4.add (local.get $x) (v128.load (local.get $p))))
        (local.set $p (i32.add (local.get $p) (local.get $width)))
        (if (local.tee $r (i32.sub (local.get $r) (i32.const 1))) (then
          (local.set $y (f32x4.add (local.get $y) (v128.load (local.get $p))))
          (local.set $p (i32.add (local.get $p) (local.get $width)))
          (br_if $down (local.tee $r (i32.sub (local.get $r) (i32.const 1)))))))
      (v128.store (i32.add (local.get $into) (local.get $i))
        (f32x4.add (v128.load (i32.add (local.get $into) (local.get $i))) (f32x4.add (local.get $x) (local.get $y))))
      (br_if $each (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 16))) (local.get $width)))))

  ;; into = 1 where a number is above 0, -1 where it is below, 0 elsewhere; of `bytes`, a multiple of 16.
  (func (export "signs") (param $from i32) (param $into i32) (param $bytes i32)
    (local $i i32) (local $x v128) (local $one v128)
    (local.set $one (v128.const f32x4 1 1 1 1))
    (loop $each
      (local.set $x (v128.load (i32.add (local.get $from) (local.get $i))))
      (v128.store (i32.add (local.get $into) (local.get $i)) (f32x4.sub
        (v128.and (f32x4.gt (local.get $x) (v128.const f32x4 0 0 0 0)) (local.get $one))
        (v128.and (f32x4.lt (local.get $x) (v128.const f32x4 0 0 0 0)) (local.get $one))))
      (br_if $each (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 16))) (local.get $bytes)))))

  ;; into = from and a row of `width` bytes, a multiple of 16, added to each of its rows.
  (func (export "addRow") (param $from i32) (param $row i32) (param $into i32) (param $rows i32) (param $width i32)
    (local $i i32)
    (loop $down
      (local.set $i (i32.const 0))
      (loop $each
        (v128.store (i32.add (local.get $into) (local.get $i))
          (f32x4.add (v128.load (i32.add (local.get $from) (local.get $i))) (v128.load (i32.add (local.get $row) (local.get $i)))))
        (br_if $each (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 16))) (local.get $width))))
      (local.set $from (i32.add (local.get $from) (local.get $width)))
      (local.set $into (i32.add (local.get $into) (local.get $width)))
      (br_if $down (local.tee $rows (i32.sub (local.get $rows) (i32.const 1))))))

  ;; into = the larger of each number and one, or the smaller: where these do not compare, the first. Of `bytes`, a multiple of 16.
  (func (export "atLeast") (param $from i32) (param $into i32) (param $bytes i32) (param $number f32)
    (local $i i32)
    (loop $each
      (v128.store (i32.add (local.get $into) (local.get $i))
        (f32x4.pmax (v128.load (i32.add (local.get $from) (local.get $i))) (f32x4.splat (local.get $number))))
      (br_if $each (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 16))) (local.get $bytes)))))

  (func (export "atMost") (param $from i32) (param $into i32) (param $bytes i32) (param $number f32)
    (local $i i32)
    (loop $each
      (v128.store (i32.add (local.get $into) (local.get $i))
        (f32x4.pmin (v128.load (i32.add (local.get $from) (local.get $i))) (f32x4.splat (local.get $number))))
      (br_if $each (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 16))) (local.get $bytes)))))

  ;; Several threads compute what `share` hands out: tasks, each of calls that are written one after the other, 64 bytes each: which kernel,
  ;; and what it is given, but for `spare`, of which each thread has its own. Task i is from starts[i] to starts[i + 1].
  ;; Where things are in `control`: 0 the next task, 8 how many there are, both with the number of the round in the
  ;; upper half, so that who comes late takes none of another round; 16 how many are done; 20 the round; 24 starts; 28 whether a thread failed.
  (func $call (param $p i32) (param $spare i32)
    (if (i32.eqz (i32.load (local.get $p)))
      (then (call $rows (i32.load offset=4 (local.get $p)) (i32.load offset=8 (local.get $p)) (i32.load offset=12 (local.get $p)) (i32.load offset=16 (local.get $p)) (i32.load offset=20 (local.get $p)) (i32.load offset=24 (local.get $p)) (i32.load offset=28 (local.get $p)) (i32.load offset=32 (local.get $p)) (i32.load offset=36 (local.get $p)) (i32.load offset=40 (local.get $p)) (i32.load offset=44 (local.get $p)) (i32.load offset=48 (local.get $p)) (local.get $spare)))
      (else (if (i32.eq (i32.load (local.get $p)) (i32.const 1))
        (then (call $columns (i32.load offset=4 (local.get $p)) (i32.load offset=8 (local.get $p)) (i32.load offset=12 (local.get $p)) (i32.load offset=16 (local.get $p)) (i32.load offset=20 (local.get $p)) (i32.load offset=24 (local.get $p)) (i32.load offset=28 (local.get $p)) (i32.load offset=32 (local.get $p)) (i32.load offset=36 (local.get $p)) (i32.load offset=40 (local.get $p)) (i32.load offset=44 (local.get $p)) (i32.load offset=48 (local.get $p)) (local.get $spare)))
        (else (if (i32.eq (i32.load (local.get $p)) (i32.const 2))
          (then (call $pack (i32.load offset=4 (local.get $p)) (i32.load offset=8 (local.get $p)) (i32.load offset=12 (local.get $p)) (i32.load offset=16 (local.get $p)) (i32.load offset=20 (local.get $p)) (i32.load offset=24 (local.get $p))))
          (else (call $scatter (i32.load offset=4 (local.get $p)) (i32.load offset=8 (local.get $p)) (i32.load offset=12 (local.get $p)) (i32.load offset=16 (local.get $p)) (i32.load offset=20 (local.get $p)) (i32.load offset=24 (local.get $p)) (i32.load offset=28 (local.get $p)) (i32.load offset=32 (local.get $p))))))))))

  (func $work (param $control i32) (param $spare i32)
    (local $task i64) (local $all i64) (local $p i32)
    (block $none (loop $tasks
      (local.set $task (i64.atomic.rmw.add (local.get $control) (i64.const 1)))
      (local.set $all (i64.atomic.load offset=8 (local.get $control)))
      (br_if $none (i64.ne (i64.shr_u (local.get $task) (i64.const 32)) (i64.shr_u (local.get $all) (i64.const 32))))
      (br_if $none (i64.ge_u (local.get $task) (local.get $all)))
      (local.set $p (i32.add (i32.load offset=24 (local.get $control)) (i32.shl (i32.wrap_i64 (local.get $task)) (i32.const 2))))
      (call $calls (i32.load (local.get $p)) (i32.load offset=4 (local.get $p)) (local.get $spare))
      (drop (i32.atomic.rmw.add offset=16 (local.get $control) (i32.const 1)))
      (br $tasks))))

  (func $calls (param $p i32) (param $end i32) (param $spare i32)
    (block $none (loop $each
      (br_if $none (i32.eq (local.get $p) (local.get $end)))
      (call $call (local.get $p) (local.get $spare))
      (local.set $p (i32.add (local.get $p) (i32.const 64)))
      (br $each))))

  ;; Has all tasks done, with those that `serve`, if there are any, and returns when they are. It waits for the last ones awake, and then
  ;; sleeps for 50 microseconds at a time, where it may: another thread may need the processor that it has.
  (func (export "share") (param $control i32) (param $spare i32) (param $starts i32) (param $count i32) (param $sleeps i32)
    (local $round i32) (local $upper i64) (local $done i32) (local $looks i32)
    (local.set $round (i32.add (i32.atomic.load offset=20 (local.get $control)) (i32.const 1)))
    (local.set $upper (i64.shl (i64.extend_i32_u (local.get $round)) (i64.const 32)))
    (i32.store offset=24 (local.get $control) (local.get $starts))
    (i32.atomic.store offset=16 (local.get $control) (i32.const 0))
    (i64.atomic.store offset=8 (local.get $control) (i64.or (local.get $upper) (i64.extend_i32_u (local.get $count))))
    (i64.atomic.store (local.get $control) (local.get $upper))
    (i32.atomic.store offset=20 (local.get $control) (local.get $round))
    (drop (memory.atomic.notify offset=20 (local.get $control) (i32.const -1)))
    (call $work (local.get $control) (local.get $spare))
    (loop $wait
      (if (i32.atomic.load offset=28 (local.get $control)) (then (unreachable)))
      (local.set $looks (i32.add (local.get $looks) (i32.const 1)))
      (local.set $done (i32.atomic.load offset=16 (local.get $control)))
      (if (i32.lt_u (local.get $done) (local.get $count)) (then
        (if (i32.and (local.get $sleeps) (i32.gt_u (local.get $looks) (i32.const 4096))) (then
          (drop (memory.atomic.wait32 offset=16 (local.get $control) (local.get $done) (i64.const 50000)))))
        (br $wait)))))

  ;; Never returns.
  (func (export "serve") (param $control i32) (param $spare i32)
    (local $round i32)
    (loop $rounds
      (local.set $round (i32.atomic.load offset=20 (local.get $control)))
      (call $work (local.get $control) (local.get $spare))
      (drop (memory.atomic.wait32 offset=20 (local.get $control) (local.get $round) (i64.const -1)))
      (br $rounds))))
