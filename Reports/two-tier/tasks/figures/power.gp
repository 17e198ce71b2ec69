# Draws power.svg from power.dat, in this folder: gnuplot power.gp
reset
set terminal svg size 600,417 fixed noenhanced font 'Sans,15' background '#ffffff' dashlength 1
set output 'power.svg'
set encoding utf8
set decimalsign '.'
set datafile separator "\t"
set datafile missing '?'
set key autotitle columnhead
data = 'power.dat'
set lmargin at screen 80.0/600
set rmargin at screen 574.0/600
set tmargin at screen 322.0/417
set bmargin at screen 62.0/417
set key at screen 80.0/600, screen 409.0/417 left top Left reverse vertical maxcols 1 samplen 2 spacing 1.15 width 0
set border 3 linecolor rgb '#444444'
set tics nomirror out scale 0.5 textcolor rgb '#222222'
set xlabel 'number of common seeds n' offset 0,0.5
set ylabel 'chance of seeing it (%)' offset 0.8,0
set xrange [2:20]
set yrange [0:100]
set grid ytics linetype 1 linewidth 0.7 linecolor rgb '#e2e2e2'
set arrow from graph 0,first 80 to graph 1,first 80 nohead dashtype '.' linewidth 1.4 linecolor rgb '#444444'
plot data index 0 using 1:(100*$2) with linespoints dashtype 1 linewidth 2.2 pointtype 7 pointsize 0.8 pointinterval -2 linecolor rgb '#0072b2' title columnheader(3), \
  data index 1 using 1:(100*$2) with linespoints dashtype (9,4) linewidth 2.2 pointtype 8 pointsize 0.8 pointinterval -2 linecolor rgb '#d55e00' title columnheader(3), \
  data index 2 using 1:(100*$2) with linespoints dashtype (2,3) linewidth 2.2 pointtype 5 pointsize 0.8 pointinterval -2 linecolor rgb '#007a5a' title columnheader(3)
unset output
