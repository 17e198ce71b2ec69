# Draws geometry.svg from geometry.dat, in this folder: gnuplot geometry.gp
reset
set terminal svg size 600,607 fixed noenhanced font 'Sans,15' background '#ffffff' dashlength 1
set output 'geometry.svg'
set encoding utf8
set decimalsign '.'
set datafile separator "\t"
set datafile missing '?'
set key autotitle columnhead
data = 'geometry.dat'
set lmargin at screen 112.0/600
set rmargin at screen 570.0/600
set tmargin at screen 362.0/607
set bmargin at screen 62.0/607
set key at screen 112.0/600, screen 599.0/607 left top Left reverse vertical maxcols 1 samplen 2 spacing 1.15 width 0
set border 3 linecolor rgb '#444444'
set tics nomirror out scale 0.5 textcolor rgb '#222222'
set xlabel 'uniformity' offset 0,0.5
set ylabel 'alignment' offset 0.8,0
set offsets graph 0.06, graph 0.06, graph 0.06, graph 0.06
set xtics autofreq rotate by 0
set grid linetype 1 linewidth 0.7 linecolor rgb '#e2e2e2'
plot data index 0 using 1:2 with points pointtype 7 pointsize 0.8 linewidth 1.4 linecolor rgb '#0072b2' title columnheader(4), \
  data index 2 using 1:2 with points pointtype 8 pointsize 0.8 linewidth 1.4 linecolor rgb '#d55e00' title columnheader(4), \
  data index 4 using 1:2 with points pointtype 5 pointsize 0.8 linewidth 1.4 linecolor rgb '#007a5a' title columnheader(4), \
  data index 6 using 1:2 with points pointtype 12 pointsize 0.8 linewidth 1.4 linecolor rgb '#a8527f' title columnheader(4), \
  data index 8 using 1:2 with points pointtype 9 pointsize 0.8 linewidth 1.4 linecolor rgb '#b07a00' title columnheader(4), \
  data index 10 using 1:2 with points pointtype 4 pointsize 0.8 linewidth 1.4 linecolor rgb '#2f86b8' title columnheader(4), \
  data index 12 using 1:2 with points pointtype 13 pointsize 0.8 linewidth 1.4 linecolor rgb '#333333' title columnheader(4), \
  data index 14 using 1:2 with points pointtype 6 pointsize 0.8 linewidth 1.4 linecolor rgb '#0072b2' title columnheader(4), \
  data index 1 using 1:2 with points pointtype 1 pointsize 1.8 linewidth 2.4 linecolor rgb '#000000' title 'mean of a method', \
  data index 3 using 1:2 with points pointtype 1 pointsize 1.8 linewidth 2.4 linecolor rgb '#000000' notitle, \
  data index 5 using 1:2 with points pointtype 1 pointsize 1.8 linewidth 2.4 linecolor rgb '#000000' notitle, \
  data index 7 using 1:2 with points pointtype 1 pointsize 1.8 linewidth 2.4 linecolor rgb '#000000' notitle, \
  data index 9 using 1:2 with points pointtype 1 pointsize 1.8 linewidth 2.4 linecolor rgb '#000000' notitle, \
  data index 11 using 1:2 with points pointtype 1 pointsize 1.8 linewidth 2.4 linecolor rgb '#000000' notitle, \
  data index 13 using 1:2 with points pointtype 1 pointsize 1.8 linewidth 2.4 linecolor rgb '#000000' notitle, \
  data index 15 using 1:2 with points pointtype 1 pointsize 1.8 linewidth 2.4 linecolor rgb '#000000' notitle
unset output
