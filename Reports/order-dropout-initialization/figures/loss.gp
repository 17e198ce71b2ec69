# Draws loss.svg from loss.dat, in this folder: gnuplot loss.gp
reset
set terminal svg size 600,367 fixed noenhanced font 'Sans,15' background '#ffffff' dashlength 1
set output 'loss.svg'
set encoding utf8
set decimalsign '.'
set datafile separator "\t"
set datafile missing '?'
set key autotitle columnhead
data = 'loss.dat'
set lmargin at screen 112.0/600
set rmargin at screen 574.0/600
set tmargin at screen 322.0/367
set bmargin at screen 62.0/367
set key at screen 112.0/600, screen 359.0/367 left top Left reverse vertical maxcols 1 samplen 2 spacing 1.15 width 0
set border 3 linecolor rgb '#444444'
set tics nomirror out scale 0.5 textcolor rgb '#222222'
set xlabel 'training step' offset 0,0.5
set ylabel 'loss (nats)' offset 0.8,0
set xrange [0:*]
set grid ytics linetype 1 linewidth 0.7 linecolor rgb '#e2e2e2'
plot data index 0 using 1:(1*$3):(1*$4) with filledcurves fillstyle transparent solid 0.2 noborder fillcolor rgb '#0072b2' notitle, \
  data index 0 using 1:(1*$2) with linespoints dashtype 1 linewidth 2 pointtype 7 pointsize 0.6 pointinterval -9 linecolor rgb '#0072b2' title columnheader(5)
unset output
