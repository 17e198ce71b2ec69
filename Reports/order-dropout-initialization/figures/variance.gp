# Draws variance.svg from variance.dat, in this folder: gnuplot variance.gp
reset
set terminal svg size 600,1177 fixed noenhanced font 'Sans,15' background '#ffffff' dashlength 1
set output 'variance.svg'
set encoding utf8
set decimalsign '.'
set datafile separator "\t"
set datafile missing '?'
set key autotitle columnhead
data = 'variance.dat'
set lmargin at screen 122.0/600
set rmargin at screen 576.0/600
set tmargin at screen 982.0/1177
set bmargin at screen 62.0/1177
set key at screen 122.0/600, screen 1169.0/1177 left top Left reverse vertical maxcols 1 samplen 2 spacing 1.15 width 0
set border 3 linecolor rgb '#444444'
set tics nomirror out scale 0.5 textcolor rgb '#222222'
set xrange [0:100]
set yrange [7.5:-0.5]
set border 1
set ytics scale 0
set bars small
set grid xtics linetype 1 linewidth 0.7 linecolor rgb '#e2e2e2'
set xlabel 'share of the variance between runs (%)' offset 0,0.5
set arrow from graph 0,first 0.5 to graph 1,first 0.5 nohead linewidth 0.7 linecolor rgb '#dddddd'
set arrow from graph 0,first 1.5 to graph 1,first 1.5 nohead linewidth 0.7 linecolor rgb '#dddddd'
set arrow from graph 0,first 2.5 to graph 1,first 2.5 nohead linewidth 0.7 linecolor rgb '#dddddd'
set arrow from graph 0,first 3.5 to graph 1,first 3.5 nohead linewidth 0.7 linecolor rgb '#dddddd'
set arrow from graph 0,first 4.5 to graph 1,first 4.5 nohead linewidth 0.7 linecolor rgb '#dddddd'
set arrow from graph 0,first 5.5 to graph 1,first 5.5 nohead linewidth 0.7 linecolor rgb '#dddddd'
set arrow from graph 0,first 6.5 to graph 1,first 6.5 nohead linewidth 0.7 linecolor rgb '#dddddd'
plot data index 0 using (100*$2):1:(100*$3):(100*$4) with xerrorbars pointtype 7 pointsize 0.9 linewidth 1.8 linecolor rgb '#0072b2' title columnheader(5), \
  data index 1 using (100*$2):1:(100*$3):(100*$4) with xerrorbars pointtype 8 pointsize 0.9 linewidth 1.8 linecolor rgb '#d55e00' title columnheader(5), \
  data index 2 using (100*$2):1:(100*$3):(100*$4) with xerrorbars pointtype 5 pointsize 0.9 linewidth 1.8 linecolor rgb '#007a5a' title columnheader(5), \
  data index 3 using (100*$2):1:(100*$3):(100*$4) with xerrorbars pointtype 12 pointsize 0.9 linewidth 1.8 linecolor rgb '#a8527f' title columnheader(5), \
  data index 4 using (100*$2):1:(100*$3):(100*$4) with xerrorbars pointtype 9 pointsize 0.9 linewidth 1.8 linecolor rgb '#b07a00' title columnheader(5), \
  data index 5 using (100*$2):1:(100*$3):(100*$4) with xerrorbars pointtype 4 pointsize 0.9 linewidth 1.8 linecolor rgb '#2f86b8' title columnheader(5), \
  data index 6 using (100*$2):1:(100*$3):(100*$4) with xerrorbars pointtype 13 pointsize 0.9 linewidth 1.8 linecolor rgb '#333333' title columnheader(5), \
  data index 7 using (0):1:yticlabels(2) with points pointsize 0 notitle
unset output
