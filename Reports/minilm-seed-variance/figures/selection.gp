# Draws selection.svg from selection.dat, in this folder: gnuplot selection.gp
reset
set terminal svg size 600,388 fixed noenhanced font 'Sans,15' background '#ffffff' dashlength 1
set output 'selection.svg'
set encoding utf8
set decimalsign '.'
set datafile separator "\t"
set datafile missing '?'
set key autotitle columnhead
data = 'selection.dat'
set lmargin at screen 80.0/600
set rmargin at screen 574.0/600
set tmargin at screen 322.0/388
set bmargin at screen 62.0/388
set key at screen 80.0/600, screen 380.0/388 left top Left reverse vertical maxcols 1 samplen 2 spacing 1.15 width 0
set border 3 linecolor rgb '#444444'
set tics nomirror out scale 0.5 textcolor rgb '#222222'
set xlabel 'training step' offset 0,0.5
set ylabel 'selection score, Spearman × 100' offset 0.8,0
set xrange [0:*]
set grid ytics linetype 1 linewidth 0.7 linecolor rgb '#e2e2e2'
plot data index 0 using 1:(100*$2) with lines linewidth 0.8 linecolor rgb '#0072b2' notitle, \
  data index 1 using 1:(100*$2) with linespoints dashtype 1 linewidth 2.6 pointtype 7 pointsize 0.7 pointinterval -1 linecolor rgb '#0072b2' title columnheader(5), \
  data index 2 using 1:(100*$2) with points pointtype 6 pointsize 0.9 linewidth 1.6 linecolor rgb '#000000' title 'checkpoint kept'
unset output
