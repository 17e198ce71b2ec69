# Draws cosine-negative.svg from cosine-negative.dat, in this folder: gnuplot cosine-negative.gp
reset
set terminal svg size 600,542 fixed noenhanced font 'Sans,15' background '#ffffff' dashlength 1
set output 'cosine-negative.svg'
set encoding utf8
set decimalsign '.'
set datafile separator "\t"
set datafile missing '?'
set key autotitle columnhead
data = 'cosine-negative.dat'
set lmargin at screen 112.0/600
set rmargin at screen 574.0/600
set tmargin at screen 322.0/542
set bmargin at screen 62.0/542
set key at screen 112.0/600, screen 534.0/542 left top Left reverse vertical maxcols 1 samplen 2 spacing 1.15 width 0
set border 3 linecolor rgb '#444444'
set tics nomirror out scale 0.5 textcolor rgb '#222222'
set xlabel 'training step' offset 0,0.5
set ylabel 'cosine of negative pairs' offset 0.8,0
set xrange [0:*]
set grid ytics linetype 1 linewidth 0.7 linecolor rgb '#e2e2e2'
plot data index 0 using 1:(1*$3):(1*$4) with filledcurves fillstyle transparent solid 0.2 noborder fillcolor rgb '#0072b2' notitle, \
  data index 1 using 1:(1*$3):(1*$4) with filledcurves fillstyle transparent solid 0.2 noborder fillcolor rgb '#d55e00' notitle, \
  data index 2 using 1:(1*$3):(1*$4) with filledcurves fillstyle transparent solid 0.2 noborder fillcolor rgb '#007a5a' notitle, \
  data index 3 using 1:(1*$3):(1*$4) with filledcurves fillstyle transparent solid 0.2 noborder fillcolor rgb '#a8527f' notitle, \
  data index 4 using 1:(1*$3):(1*$4) with filledcurves fillstyle transparent solid 0.2 noborder fillcolor rgb '#b07a00' notitle, \
  data index 5 using 1:(1*$3):(1*$4) with filledcurves fillstyle transparent solid 0.2 noborder fillcolor rgb '#2f86b8' notitle, \
  data index 6 using 1:(1*$3):(1*$4) with filledcurves fillstyle transparent solid 0.2 noborder fillcolor rgb '#333333' notitle, \
  data index 7 using 1:(1*$3):(1*$4) with filledcurves fillstyle transparent solid 0.2 noborder fillcolor rgb '#0072b2' notitle, \
  data index 0 using 1:(1*$2) with linespoints dashtype 1 linewidth 2 pointtype 7 pointsize 0.6 pointinterval -3 linecolor rgb '#0072b2' title columnheader(5), \
  data index 1 using 1:(1*$2) with linespoints dashtype (9,4) linewidth 2 pointtype 8 pointsize 0.6 pointinterval -3 linecolor rgb '#d55e00' title columnheader(5), \
  data index 2 using 1:(1*$2) with linespoints dashtype (2,3) linewidth 2 pointtype 5 pointsize 0.6 pointinterval -3 linecolor rgb '#007a5a' title columnheader(5), \
  data index 3 using 1:(1*$2) with linespoints dashtype (9,3,2,3) linewidth 2 pointtype 12 pointsize 0.6 pointinterval -3 linecolor rgb '#a8527f' title columnheader(5), \
  data index 4 using 1:(1*$2) with linespoints dashtype (14,4) linewidth 2 pointtype 9 pointsize 0.6 pointinterval -3 linecolor rgb '#b07a00' title columnheader(5), \
  data index 5 using 1:(1*$2) with linespoints dashtype 1 linewidth 2 pointtype 4 pointsize 0.6 pointinterval -3 linecolor rgb '#2f86b8' title columnheader(5), \
  data index 6 using 1:(1*$2) with linespoints dashtype (9,4) linewidth 2 pointtype 13 pointsize 0.6 pointinterval -3 linecolor rgb '#333333' title columnheader(5), \
  data index 7 using 1:(1*$2) with linespoints dashtype (2,3) linewidth 2 pointtype 6 pointsize 0.6 pointinterval -3 linecolor rgb '#0072b2' title columnheader(5)
unset output
