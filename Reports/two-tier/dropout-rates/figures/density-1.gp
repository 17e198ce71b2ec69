# Draws density-1.svg from density-1.dat, in this folder: gnuplot density-1.gp
reset
set terminal svg size 600,437 fixed noenhanced font 'Sans,15' background '#ffffff' dashlength 1
set output 'density-1.svg'
set encoding utf8
set decimalsign '.'
set datafile separator "\t"
set datafile missing '?'
set key autotitle columnhead
data = 'density-1.dat'
set lmargin at screen 78.0/600
set rmargin at screen 576.0/600
set tmargin at screen 392.0/437
set bmargin at screen 62.0/437
set key at screen 78.0/600, screen 429.0/437 left top Left reverse vertical maxcols 1 samplen 2 spacing 1.15 width 0
set border 3 linecolor rgb '#444444'
set tics nomirror out scale 0.5 textcolor rgb '#222222'
set xlabel 'cosine similarity' offset 0,0.5
set ylabel 'gold score' offset 0.5,0
set xrange [0.22:1.0]
set yrange [-0.1:5.7]
set ytics scale 0
set border 1
plot data index 4 using 1:2 with filledcurves y1=4 fillstyle solid 1 noborder fillcolor rgb '#868686' notitle, \
  data index 4 using 1:2 with lines linewidth 1.4 linecolor rgb '#222222' notitle, \
  data index 3 using 1:2 with filledcurves y1=3 fillstyle solid 1 noborder fillcolor rgb '#a4a4a4' notitle, \
  data index 3 using 1:2 with lines linewidth 1.4 linecolor rgb '#222222' notitle, \
  data index 2 using 1:2 with filledcurves y1=2 fillstyle solid 1 noborder fillcolor rgb '#c2c2c2' notitle, \
  data index 2 using 1:2 with lines linewidth 1.4 linecolor rgb '#222222' notitle, \
  data index 1 using 1:2 with filledcurves y1=1 fillstyle solid 1 noborder fillcolor rgb '#dcdcdc' notitle, \
  data index 1 using 1:2 with lines linewidth 1.4 linecolor rgb '#222222' notitle, \
  data index 0 using 1:2 with filledcurves y1=0 fillstyle solid 1 noborder fillcolor rgb '#f2f2f2' notitle, \
  data index 0 using 1:2 with lines linewidth 1.4 linecolor rgb '#222222' notitle, \
  data index 5 using 2:1:(0):(0.3) with vectors nohead linewidth 2.4 linecolor rgb '#0b3c5d' title 'median', \
  data index 5 using (NaN):1:yticlabels(3) with points notitle, \
  data index 5 using (0.22+0.01*(1.0-(0.22))):($1+0.14):4 with labels left textcolor rgb '#444444' notitle
unset output
