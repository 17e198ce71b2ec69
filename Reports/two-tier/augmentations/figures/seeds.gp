# Draws seeds.svg from seeds.dat, in this folder: gnuplot seeds.gp
reset
set terminal svg size 600,595 fixed noenhanced font 'Sans,15' background '#ffffff' dashlength 1
set output 'seeds.svg'
set encoding utf8
set decimalsign '.'
set datafile separator "\t"
set datafile missing '?'
set key autotitle columnhead
data = 'seeds.dat'
set lmargin at screen 122.0/600
set rmargin at screen 576.0/600
set tmargin at screen 350.0/595
set bmargin at screen 62.0/595
set key at screen 122.0/600, screen 587.0/595 left top Left reverse vertical maxcols 1 samplen 2 spacing 1.15 width 0
set border 3 linecolor rgb '#444444'
set tics nomirror out scale 0.5 textcolor rgb '#222222'
set yrange [1.5:-0.5]
set xlabel 'Spearman × 100' offset 0,0.5
set border 1
set ytics scale 0
set bars small
set grid xtics linetype 1 linewidth 0.7 linecolor rgb '#e2e2e2'
set arrow from graph 0,first 0.5 to graph 1,first 0.5 nohead linewidth 1 linecolor rgb '#999999'
plot data index 6 using (100*$2):1:(100*($2-$3)):(100*($2+$3)):($1-0.06333333333333334):($1+0.06333333333333334) with boxxyerror fillstyle solid 1 noborder fillcolor rgb '#dcdcdc' notitle, \
  data index 7 using (100*$2):1:(100*($2-$3)):(100*($2+$3)):($1-0.06333333333333334):($1+0.06333333333333334) with boxxyerror fillstyle solid 1 noborder fillcolor rgb '#dcdcdc' notitle, \
  data index 8 using (100*$2):1:(100*($2-$3)):(100*($2+$3)):($1-0.06333333333333334):($1+0.06333333333333334) with boxxyerror fillstyle solid 1 noborder fillcolor rgb '#dcdcdc' notitle, \
  data index 9 using (100*$2):1:(100*($2-$3)):(100*($2+$3)):($1-0.06333333333333334):($1+0.06333333333333334) with boxxyerror fillstyle solid 1 noborder fillcolor rgb '#dcdcdc' notitle, \
  data index 10 using (100*$2):1:(100*($2-$3)):(100*($2+$3)):($1-0.06333333333333334):($1+0.06333333333333334) with boxxyerror fillstyle solid 1 noborder fillcolor rgb '#dcdcdc' notitle, \
  data index 11 using (100*$2):1:(100*($2-$3)):(100*($2+$3)):($1-0.06333333333333334):($1+0.06333333333333334) with boxxyerror fillstyle solid 1 noborder fillcolor rgb '#dcdcdc' notitle, \
  NaN with lines linewidth 9 linecolor rgb '#dcdcdc' title 'mean ± standard deviation', \
  data index 0 using (100*$2):1 with points pointtype 7 pointsize 0.55 linewidth 1.3 linecolor rgb '#0072b2' title columnheader(3), \
  data index 1 using (100*$2):1 with points pointtype 8 pointsize 0.55 linewidth 1.3 linecolor rgb '#d55e00' title columnheader(3), \
  data index 2 using (100*$2):1 with points pointtype 5 pointsize 0.55 linewidth 1.3 linecolor rgb '#007a5a' title columnheader(3), \
  data index 3 using (100*$2):1 with points pointtype 12 pointsize 0.55 linewidth 1.3 linecolor rgb '#a8527f' title columnheader(3), \
  data index 4 using (100*$2):1 with points pointtype 9 pointsize 0.55 linewidth 1.3 linecolor rgb '#b07a00' title columnheader(3), \
  data index 5 using (100*$2):1 with points pointtype 4 pointsize 0.55 linewidth 1.3 linecolor rgb '#2f86b8' title columnheader(3), \
  data index 6 using (100*$2):1:(100*$4):(100*$5) with xerrorbars pointtype -1 linewidth 1.6 linecolor rgb '#000000' title '95 % interval of the mean', \
  data index 7 using (100*$2):1:(100*$4):(100*$5) with xerrorbars pointtype -1 linewidth 1.6 linecolor rgb '#000000' notitle, \
  data index 8 using (100*$2):1:(100*$4):(100*$5) with xerrorbars pointtype -1 linewidth 1.6 linecolor rgb '#000000' notitle, \
  data index 9 using (100*$2):1:(100*$4):(100*$5) with xerrorbars pointtype -1 linewidth 1.6 linecolor rgb '#000000' notitle, \
  data index 10 using (100*$2):1:(100*$4):(100*$5) with xerrorbars pointtype -1 linewidth 1.6 linecolor rgb '#000000' notitle, \
  data index 11 using (100*$2):1:(100*$4):(100*$5) with xerrorbars pointtype -1 linewidth 1.6 linecolor rgb '#000000' notitle, \
  data index 6 using (100*$2):($1-0.06333333333333334):(0):(0.12666666666666668) with vectors nohead linewidth 2 linecolor rgb '#000000' notitle, \
  data index 7 using (100*$2):($1-0.06333333333333334):(0):(0.12666666666666668) with vectors nohead linewidth 2 linecolor rgb '#000000' notitle, \
  data index 8 using (100*$2):($1-0.06333333333333334):(0):(0.12666666666666668) with vectors nohead linewidth 2 linecolor rgb '#000000' notitle, \
  data index 9 using (100*$2):($1-0.06333333333333334):(0):(0.12666666666666668) with vectors nohead linewidth 2 linecolor rgb '#000000' notitle, \
  data index 10 using (100*$2):($1-0.06333333333333334):(0):(0.12666666666666668) with vectors nohead linewidth 2 linecolor rgb '#000000' notitle, \
  data index 11 using (100*$2):($1-0.06333333333333334):(0):(0.12666666666666668) with vectors nohead linewidth 2 linecolor rgb '#000000' notitle, \
  data index 12 using (100*$2):1 with points pointtype 2 pointsize 0.7 linewidth 1.8 linecolor rgb '#000000' title 'before training', \
  data index 12 using (NaN):1:yticlabels(3) with points notitle
unset output
