# SPDX-License-Identifier: MPL-2.0
# Judges one TAP stream: prints the failed results with their output, and at the end
# `= passed failed skipped`. `code` is the exit code of the program, `limit` its time
# limit. Of Node's nested results the innermost are counted, and a group only if it failed
# although nothing in it did.
function complain(words) { print "      not ok - " words; failed++ }
{
    indent = match($0, /[^ ]/) - 1
    line = substr($0, indent + 1)
}
line ~ /^Bail out!/ { complain(line); bailed = 1; next }
line ~ /^1\.\.[0-9]+/ {
    split(line, range, /\.\./)
    plans++
    planned[indent] += range[2] + 0
    # Node's plan comes last: the next result further out is the group's own.
    if (indent > 0) group = indent
    if (line ~ /^1\.\.0 *# *[Ss][Kk][Ii][Pp]/) { skipped++; print "      " line }
    next
}
line ~ /^(not )?ok( |$)/ {
    results[indent]++
    is_group = group > indent
    bad_inside = is_group && bad[group] > 0
    if (is_group) { bad[group] = 0; group = 0 }
    # cmocka calls what it skips "not ok".
    left_out = line ~ /# *[Ss][Kk][Ii][Pp]/
    bad_one = line ~ /^not / && !left_out
    shown = bad_one && !bad_inside
    if (bad_one) bad[indent]++
    lines = 0
    if (shown) { failed++; print "      " line }
    else if (is_group) next
    else if (left_out) { skipped++; print "      " line }
    else passed++
    next
}
shown && line !~ /^# Subtest/ && lines < 40 { lines++; print "        " $0 }
END {
    if (!plans && !bailed) complain("no plan: it printed no TAP")
    for (i in planned)
        if (results[i] + 0 != planned[i]) complain(planned[i] " results were planned, " (results[i] + 0) " came")
    if (code == 124 || code == 137) complain("not done in " limit " s")
    else if (code != 0 && !failed) complain("it ended with exit code " code)
    if (!passed && !failed && !skipped) complain("it tested nothing")
    print "= " passed + 0 " " failed + 0 " " skipped + 0
}
